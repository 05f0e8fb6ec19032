"""The words of the settings' manual: what each setting is for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "centre.dialplan": "The file in which the dialplan begins.",
        "centre.watch": "Development: the files are live as they are saved, and nothing is published.",
        "centre.recordings": "A folder with recordings of your own; each wins over the shipped prompt of its name.",
        "centre.zone": "The time zone in which `hotline calls` and `hotline call-record` show times.",
        "data.folder": "Everything that must last: database, secrets, ports, the files of our Asterisk. One service a folder.",
        "data.database": "`postgresql://user:password@host/name`, `sqlite:////path/file`, or empty: `hotline.db` in the folder.",
        "switch.mode": "`embedded`: hotline finds or fetches an Asterisk and runs it. `external`: it only links to one.",
        "switch.root": "Embedded: where the private Asterisk is, or is put. Left out: `asterisk-root` in the data folder.",
        "switch.host": "External: where its manager interface (AMI) is.",
        "switch.port": "The AMI port. External: must be a number. Embedded: a number, or `auto` for a free one that stays.",
        "switch.user": "External: the AMI user.",
        "switch.secret": "External: the password of that user. Better given by the environment than written here.",
        "switch.system_name": "External: the `systemname` in its asterisk.conf. Without one a caller could forge events.",
        "switch.audio_bind": "Where our audio server listens: Asterisk sends sound there while a step listens to speech.",
        "sip.bind": "The address on which SIP and RTP are served: this machine only, until you write another.",
        "sip.port": "SIP over UDP and TCP. `auto`: a free one from 5060 on, which stays the same in this data folder.",
        "sip.rtp_start": "The first port of the sound. `auto`: a block of a thousand that goes with the SIP port.",
        "sip.rtp_end": "The last port of the sound.",
        "sip.external_address": "Behind NAT: the address by which the world outside reaches this machine.",
        "sip.local_networks": "Behind NAT: the networks on our side of it, such as `192.168.1.0/24`.",
        "trunks.name": "Your name for it; `outgoing.trunk` names the one that is used.",
        "trunks.host": "The provider's SIP server. Calls from its address are taken as calls to the hotline.",
        "trunks.port": "Its SIP port.",
        "trunks.user": "The user name that the provider gave you.",
        "trunks.secret": "The password that the provider gave you.",
        "trunks.register": "Whether to register there, as most providers of a single line ask.",
        "trunks.caller_id": "The number that outside phones see, where the provider does not let us show the caller's.",
        "outgoing.allowed": "Outside numbers that may be called: `X` is a digit, `[3-9]` one of these, a final dot one or more.",
        "outgoing.trunk": "The trunk to outside phones. Empty: managers' phones are phones for trying that register here.",
        "trial.lines": "Whether there are phones for trying. Off for real service.",
        "trial.callers": "The names of the phones that `hotline call` calls from.",
        "speech.on": "Whether callers may speak. Off: keys only, and no model is loaded.",
        "speech.folder": "Where the models are, and are fetched to. Left out: `models` in the data folder.",
        "speech.engines": 'Force an engine for a language: `{zh="whisper"}`. `none`: keys only in this language.',
        "speech.models": 'A folder with a Vosk model of your own for a language: `{yue="/srv/vosk-model-yue"}`.',
        "speech.workers": "Processes that recognise, up to 1 GB of memory each. `auto`: one a processor, four at most.",
        "speech.threads": "Processors that one of them may use.",
        "speech.at_once": "How many callers may speak at the same time; one more is offered keys.",
        "speech.deadline": "Seconds after the end of speech; a caller who was not understood by then is offered keys.",
        "speech.mirror": "An address, or a folder here, with copies of the models; asked before the sources that are built in.",
        "callbacks.tries": "How often somebody is rung in vain before his callback is given up.",
        "callbacks.pause": "Seconds between two tries.",
        "callbacks.ring": "Seconds that his phone rings; the person who calls waits meanwhile.",
        "callbacks.earliest": "Nobody is called back before this time of the day, by the clock of `centre.zone`.",
        "callbacks.latest": "Nobody is called back from this time of the day on.",
        "callbacks.keep_days": "A callback for which nobody was free in so many days is given up.",
        "callbacks.first": "Who is rung first: a `person`, who waits while the customer is rung; or the `customer`, when one "
        "is about to be free for him.",
        "callbacks.confirm": "A customer who is rung first presses 1 before a person is asked for him: a voicemail box gets "
        "nobody. Without a key he counts as not reached, and is tried again.",
        "callbacks.at_most": "How many may be open at once; `0`: none are taken, and callers go where `otherwise` leads.",
        "talk.back": "A manager outside keys it while he talks: the caller goes back to his queue, at his old place.",
        "talk.add": "He asks a colleague, whose number and `#` he keys next; once more: all three talk. Hanging up hands over.",
        "talk.mark": "He notes a visit in the record of the call.",
        "talk.send": "He sends the caller to a colleague or a queue, whose number and `#` he keys next, and is free.",
        "talk.transfer_recall": "Nobody takes a caller whom a person sent on: seconds that this person's phone rings again; "
        "then the caller goes to his queue. `0`: at once.",
        "talk.hold_remind": "Seconds on hold until the caller is told that he is not forgotten and the agent's phone rings.",
        "talk.hold_every": "Seconds between two such reminders.",
        "talk.hold_recall": "Seconds on hold until the alarm `caller_on_hold` is raised.",
        "talk.tell_supervised": "Whether a page shows an agent that a leader takes part in his talk.",
        "recording.queues": "Whose conversations are recorded: names of queues, `*` for all. Empty: nobody. Tell callers first.",
        "recording.folder": "Where. Left out: `recordings` in the data folder. External Asterisk: the same path on both.",
        "recording.keep_days": "A recording is removed after so many days.",
        "hooks.url": "Told by a POST of JSON that a caller is offered to a manager: an SMS gateway, say. Empty: nobody is told.",
        "hooks.secret": "Signs each message: `X-Hotline-Signature: sha256=...`, HMAC-SHA256 of the body. Empty: unsigned.",
        "hooks.link": "The customer's page, sent along: `https://crm.example/c/{number}`; also `{call}`, `{person}`, `{queue}`.",
        "hooks.on": "What is told: `ringing`, as the manager's phone begins to ring; `accepted`, as he takes the call.",
        "hooks.tries": "How often it is tried; then the message is kept in `hooks-not-told.jsonl` in the data folder.",
        "hooks.within": "Seconds that one try may take.",
        "patience.learn_at": "When every night, by the clock of `centre.zone`, patience is learnt anew.",
        "patience.history_days": "Calls older than so many days are not learnt from.",
        "patience.at_most": "As many calls are learnt from at most, the newest.",
        "patience.half_life_days": "A wait so many days ago counts half in what is believed of a caller.",
        "patience.complaint_after": "A complaint counts if it follows a wait longer than so many seconds.",
        "patience.complaint_weight": "How much such a complaint counts beside a hang-up, from 0 to 1.",
        "patience.complaint_within_days": "So many days after such a wait a complaint is laid to it.",
        "patience.complaint_scenarios": "Calls whose scenario begins with one of these are complaints.",
        "patience.complaint_queues": "Queues that take complaints only.",
        "patience.class_limits": "Seconds that a class waits, as a rule of yours: `{gold=30}`. It wins over what is learnt.",
        "patience.queue_limits": "The same for the callers of a queue: `{wealth=30}`.",
        "connectors.allow": "Hosts and networks that may be asked though they are not public: `crm.local`, `10.0.0.0/8`.",
        "connectors.databases": "Databases that lookups read, each with its URL: `postgresql://reader:password@host/crm`.",
        "connectors.secrets": "What the plan writes as `{secret.crm}`. Better by `HOTLINE_CONNECTORS__SECRETS__CRM`.",
        "browser.phones": "Whether agents may answer in the browser, and the page `Try it` may call.",
        "browser.port": "The port on 127.0.0.1 where Asterisk serves them to our own web server; `auto`: a free one.",
        "browser.callers": "How many pages may try the hotline at once.",
        "browser.websocket": "Where an external Asterisk serves them: `ws://192.0.2.7:8088/ws`. Empty with an external one: off.",
        "console.on": "Whether there is a console.",
        "console.host": "The address on which it is served.",
        "console.port": "Its port. `auto`: the first free one from 8080 on.",
        "console.public_url": "The address that people open, where a proxy stands before it: `https://hotline.example.com`.",
        "console.hosts": "Further names of this machine by which browsers may ask for it; a request for any other is refused.",
        "console.certificate": "A file with its TLS certificate and chain (PEM). Left out: no TLS.",
        "console.key": "The file with the key of that certificate.",
        "console.proxies": "Addresses of proxies whose word is believed about where a request comes from (X-Forwarded-For).",
        "console.session_hours": "Everybody signs in again after so many hours.",
        "console.idle_minutes": "A session ends so many minutes after its last page was closed.",
        "console.link_hours": "A one-time link, as for the first admin or a new account, is good for so many hours.",
        "console.oidc_issuer": "Sign in by an identity provider (OpenID Connect): its address, as it names itself. Empty: off.",
        "console.oidc_client": "The client id that the provider knows this console by.",
        "console.oidc_secret": "Its secret; empty for a public client. Better by `HOTLINE_CONSOLE__OIDC_SECRET`.",
        "console.oidc_button": "What stands on the button of the sign-in page. Empty: a text of ours.",
        "console.oidc_scopes": "What the provider is asked for.",
        "console.oidc_user": "The claim of the ID token that is the user name of an account here.",
        "console.oidc_claim": "The claim whose values give roles.",
        "console.oidc_roles": "Which value gives which role: `{cc-leaders=leader}`. Empty: roles are those that an admin gave.",
        "console.oidc_create": "Whether somebody without an account gets one, for the whole centre, with these roles.",
        "desk.dispositions": "How a talk may have ended: an id for reports, then what people read, in Chinese and in English.",
        "desk.complaints": "Which of them say that the caller complained: patience is learnt from it.",
        "desk.pauses": "Why one may pause: the word that is recorded, then what people read, in Chinese and in English.",
        "log.level": "What is logged.",
        "log.format": "`auto`: readable on a terminal, JSON elsewhere.",
        "metrics.host": "The address on which figures are served.",
        "metrics.port": "The port for `GET /metrics` (Prometheus). Left out: not served.",
    }
)

PAGE_OPENING = """\
<!-- Written by `python -m service.settings_manual page > docs/settings.md` from the code. Change service/config.py or
service/settings_text.py, not this page. -->
# Settings

hotline runs without any settings. To change one, write it into `hotline.toml` in the folder in which you start `hotline`, or
into a file named with `--settings`. `hotline.example.toml` has all of them with their defaults. `hotline check`
tells every mistake; a name that is not on this page is one. Paths that do not begin with `/` count from the folder in
which you start `hotline`.

An environment variable wins over the file: `HOTLINE_`, the table, two underscores, the setting, as in
`HOTLINE_SIP__PORT=5070`; a list is written as JSON. A variable of an unknown name is not noticed.

Settings are read at the start; `kill -HUP` reads the recordings again. A dialplan becomes live by `hotline publish`.
"""

EXAMPLE_OPENING = """\
# Every setting with its default. Copy what you want to change into hotline.toml; what is not there stays as it is here.
# docs/settings.md explains more. Settings without a default are commented out.
"""

TRUNK_EXAMPLE = """\
[[trunks]]                         # a way to outside phones; outgoing.trunk names the one that is used
name = "provider"
host = "sip.provider.example"
port = 5060
user = "0592123456"
secret = "the password that the provider gave you"
register = true
caller_id = "059212345678"
"""
