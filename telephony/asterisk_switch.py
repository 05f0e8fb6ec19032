"""The Switch port on Asterisk: AsyncAGI commands and AMI actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from calls.causes import Cause
from calls.clock import Clock
from calls.errors import SwitchRefused
from calls.events import LegEnded, LegParted, LegsJoined, LinkLost, LinkUp, SwitchEvent
from calls.ids import LegId
from calls.switch import Collected, Hearing, InputRules, LegSeen, Marks, RingOrder, Target
from telephony import agi
from telephony.audiosocket import AudioSocketServer
from telephony.channels import Channel, Channels
from telephony.commands import AmiSender, Commands
from telephony.contacts import Registrations
from telephony.contacts_seen import registered
from telephony.dialling import Dialling, originate
from telephony.input import Input
from telephony.joining import Joining
from telephony.listening import listening
from telephony.lost_pages import LostPages
from telephony.marks import VARIABLE, write
from telephony.naming import AmiWords
from telephony.notes import Commandable, CommandDone, ContactChanged, Doomed, NotMade, Overhearing
from telephony.seen import legs_seen
from telephony.supervising import Supervising
from telephony.talking import Talking
from telephony.translate import HANDOVER, LEG, Translator
from telephony.unmade import Unmade


class AsteriskSwitch:
    """Commands one Asterisk. `hear` takes its AMI events; `link_up` and `link_lost` tell the state of the link."""

    def __init__(
        self,
        sender: AmiSender,
        clock: Clock,
        dialling: Dialling,
        audio: AudioSocketServer,
        music_class: str = "default",
        sounds_here: bool = True,
    ) -> None:
        """`sounds_here`: Asterisk reads the same files as we do, so that a missing one can be refused by name."""
        self._clock, self._dialling, self._audio, self._music_class = clock, dialling, audio, music_class
        self._channels, self._registrations = Channels(), Registrations()
        self._commands = Commands(sender, self._channels)
        self._input = Input(self._commands, self._channels, clock, sounds_here)
        self._joining = Joining(self._commands, self._channels)
        self._talking = Talking(self._commands, self._channels, self._joining)
        self._supervising = Supervising(self._commands, self._channels)
        self._translator = Translator(self._channels, self._registrations)
        self._pages = LostPages(self._channels, self._registrations, self._end)
        self._unmade = Unmade(self._channels, clock, self._tell)
        self._receive: Callable[[SwitchEvent], None] = lambda _event: None

    def dial_by(self, dialling: Dialling) -> None:
        """From now on targets are reached so: the plan or the settings have changed."""
        self._dialling = dialling

    # --- news from Asterisk

    def attach(self, receive: Callable[[SwitchEvent], None]) -> None:
        """Name who receives every event from now on."""
        self._receive = receive

    def hear(self, event: AmiWords) -> None:
        """Take one AMI event, in order."""
        for news in self._translator.hear(event, self._clock.now()):
            match news:
                case CommandDone():
                    self._commands.done(news)
                case Commandable(leg):
                    self._commands.commandable(leg)
                case Overhearing():
                    self._supervising.begun(news)
                case ContactChanged(endpoint):
                    self._pages.changed([endpoint])
                case Doomed(leg):
                    self._end(leg)
                case NotMade(leg):
                    self._unmade.told(leg)
                case _:
                    self._tell(news)

    def _tell(self, news: SwitchEvent) -> None:
        self._note(news)
        self._receive(news)

    def _end(self, leg: LegId) -> None:
        self._commands.act_later("Hangup", Channel=self._channels.unique(leg), Cause=int(Cause.NORMAL))

    def _note(self, news: SwitchEvent) -> None:
        match news:
            case LegEnded():
                self._commands.ended(news)
                self._input.ended(news)
                self._joining.ended(news)
                self._talking.ended(news)
                self._supervising.ended(news)
            case LegsJoined():
                self._commands.interrupted(news.leg)
                self._joining.joined(news)
            case LegParted():
                self._talking.parted(news)
            case _:
                self._input.heard(news)

    def link_lost(self, why: str) -> None:
        """The link is down. Everything in flight fails; what we knew is forgotten."""
        self._channels.clear()
        self._channels.down = why
        self._commands.lost(why)
        self._pages.lost()
        self._joining.lost(why)
        self._talking.lost(why)
        self._supervising.lost(why)
        self._input.lost()
        self._receive(LinkLost(self._clock.now(), why))

    def link_up(self, restarted: bool) -> None:
        """The link is up (again)."""
        self._channels.down = ""
        self._receive(LinkUp(self._clock.now(), restarted))

    # --- one leg

    async def answer(self, leg: LegId) -> None:
        """Go off hook."""
        await self._commands.run(leg, agi.ANSWER)

    async def play(self, leg: LegId, sounds: Sequence[Path], stop_on: str = "") -> str:
        """Play sound files to the end, or until one of the digits `stop_on`; return that digit or ''."""
        return await self._input.play(leg, sounds, stop_on)

    async def collect(self, leg: LegId, sounds: Sequence[Path], rules: InputRules) -> Collected:
        """Play sound files and take digits by `rules`."""
        return await self._input.collect(leg, sounds, rules)

    def listen(self, leg: LegId) -> AbstractAsyncContextManager[Hearing]:
        """Hear the leg's audio while the context is open."""
        return listening(leg, self._commands, self._audio, self._channels.of(leg).digits)

    async def music(self, leg: LegId, on: bool, of: str = "") -> None:
        """Start or stop music of a class; the leg stays commandable."""
        await self._commands.run(leg, agi.music(on, of or self._music_class))

    async def announce(self, leg: LegId, sounds: Sequence[Path], of: str = "") -> None:
        """Play sounds over the music, which goes on after them whatever becomes of us."""
        await self._input.announce(leg, sounds, agi.music(on=True, music_class=of or self._music_class))

    async def record(self, leg: LegId, file: Path) -> None:
        """Record both directions of a leg into a WAV file until the leg ends."""
        agi.quoted(str(file))
        if "," in str(file):
            # MixMonitor reads what follows a comma as its options, and what follows a second one as a shell command.
            raise SwitchRefused(f"a recording's name must not have a comma: {str(file)!r}")
        await self._commands.on_leg(leg, "MixMonitor", File=str(file), options="")

    async def mark(self, leg: LegId, marks: Marks) -> None:
        """Keep the truth on the leg."""
        await self._set(leg, VARIABLE, write(marks))

    async def _set(self, leg: LegId, variable: str, value: str) -> None:
        await self._commands.on_leg(leg, "Setvar", Variable=variable, Value=value)

    async def hang_up(self, leg: LegId, cause: Cause = Cause.NORMAL) -> None:
        """End a leg. One that Asterisk has not made yet is ended as soon as it is."""
        self._channels.require_link()
        channel = self._channels.by_leg.get(leg)
        if channel is None:
            return
        channel.doomed = not channel.exists
        try:
            await self._commands.act("Hangup", Channel=self._channels.unique(leg), Cause=int(cause))
        except SwitchRefused:
            # No such channel: it ended by itself, or `doomed` will see to it when it is made.
            return

    # --- more than one leg

    async def ring(self, order: RingOrder) -> None:
        """Begin to ring a phone; its events tell the rest."""
        dial = self._dialling.dial_string(self._registrations.now_at(order.target))
        self._channels.require_link()
        self._channels.add(Channel(order.leg, rung=True, place=(LEG, "s")))
        action = originate(order, dial, self._dialling.caller_id(order.caller, order.target), LEG)
        action[VARIABLE] = write(order.marks)
        try:
            await self._commands.send(action)
        except SwitchRefused:
            self._channels.drop(order.leg)
            raise

    async def bridge(self, leg: LegId, other: LegId) -> None:
        """Join two legs. Returns when both hear each other."""
        await self._joining.bridge(leg, other)

    async def part(self, leg: LegId) -> None:
        """End a conversation. Returns when every leg of it takes commands again."""
        await self._talking.part(leg)

    async def add(self, leg: LegId, talking: LegId) -> None:
        """Join a third leg to a conversation."""
        await self._talking.add(leg, talking)

    async def overhear(self, leg: LegId, talking: LegId, whispering: bool = False) -> None:
        """Let a leg hear a conversation that it has no part in."""
        await self._supervising.overhear(leg, talking, whispering)

    async def whisper(self, leg: LegId, sounds: Sequence[Path]) -> None:
        """Play sound files into one ear of a conversation."""
        await self._talking.whisper(leg, sounds)

    async def transfer(self, leg: LegId, target: Target, ring_for: float) -> None:
        """Hand the leg over: Asterisk dials and joins by itself, even without us."""
        dial = self._dialling.dial_string(self._registrations.now_at(target))
        self._commands.free(leg)
        await self._set(leg, "HOTLINE_TARGET", dial)
        await self._set(leg, "HOTLINE_RING", str(int(ring_for)))
        # It comes back to us as from a conversation, whether anybody answered or not.
        self._channels.of(leg).was_joined = True
        await self._commands.on_leg(leg, "Redirect", Context=HANDOVER, Exten="s", Priority=1)

    # --- the whole

    async def legs(self) -> Sequence[LegSeen]:
        """Every leg of ours on Asterisk now; from here on they are followed."""
        answer = await self._commands.act("Status", Variables=VARIABLE)
        return legs_seen(answer.events, self._channels, self._clock.now())

    async def reachable_seats(self) -> frozenset[str]:
        """Addresses of record with a registered phone."""
        self._registrations.reset(await registered(self._commands))
        self._pages.read_anew()
        return self._registrations.reachable()
