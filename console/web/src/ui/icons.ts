/** The icons that pages may name (Lucide, ISC). A new one: two lines here; what is not here is not in the build. */
import Activity from "lucide/dist/esm/icons/activity.mjs";
import Archive from "lucide/dist/esm/icons/archive.mjs";
import ArrowDown from "lucide/dist/esm/icons/arrow-down.mjs";
import ArrowLeft from "lucide/dist/esm/icons/arrow-left.mjs";
import ArrowRight from "lucide/dist/esm/icons/arrow-right.mjs";
import ArrowUp from "lucide/dist/esm/icons/arrow-up.mjs";
import Award from "lucide/dist/esm/icons/award.mjs";
import Bell from "lucide/dist/esm/icons/bell.mjs";
import BookOpen from "lucide/dist/esm/icons/book-open.mjs";
import Bot from "lucide/dist/esm/icons/bot.mjs";
import Bug from "lucide/dist/esm/icons/bug.mjs";
import Building from "lucide/dist/esm/icons/building.mjs";
import Calendar from "lucide/dist/esm/icons/calendar.mjs";
import CalendarClock from "lucide/dist/esm/icons/calendar-clock.mjs";
import CalendarPlus from "lucide/dist/esm/icons/calendar-plus.mjs";
import ChartColumn from "lucide/dist/esm/icons/chart-column.mjs";
import ChartLine from "lucide/dist/esm/icons/chart-line.mjs";
import Check from "lucide/dist/esm/icons/check.mjs";
import CheckCheck from "lucide/dist/esm/icons/check-check.mjs";
import ChevronDown from "lucide/dist/esm/icons/chevron-down.mjs";
import ChevronLeft from "lucide/dist/esm/icons/chevron-left.mjs";
import ChevronRight from "lucide/dist/esm/icons/chevron-right.mjs";
import ChevronUp from "lucide/dist/esm/icons/chevron-up.mjs";
import ChevronsUp from "lucide/dist/esm/icons/chevrons-up.mjs";
import Circle from "lucide/dist/esm/icons/circle.mjs";
import CircleAlert from "lucide/dist/esm/icons/circle-alert.mjs";
import CircleCheck from "lucide/dist/esm/icons/circle-check.mjs";
import CircleDot from "lucide/dist/esm/icons/circle-dot.mjs";
import CirclePause from "lucide/dist/esm/icons/circle-pause.mjs";
import CirclePlay from "lucide/dist/esm/icons/circle-play.mjs";
import CircleQuestionMark from "lucide/dist/esm/icons/circle-question-mark.mjs";
import CircleUser from "lucide/dist/esm/icons/circle-user.mjs";
import CircleX from "lucide/dist/esm/icons/circle-x.mjs";
import Clipboard from "lucide/dist/esm/icons/clipboard.mjs";
import ClipboardList from "lucide/dist/esm/icons/clipboard-list.mjs";
import Clock from "lucide/dist/esm/icons/clock.mjs";
import ClockAlert from "lucide/dist/esm/icons/clock-alert.mjs";
import CloudOff from "lucide/dist/esm/icons/cloud-off.mjs";
import Coffee from "lucide/dist/esm/icons/coffee.mjs";
import Copy from "lucide/dist/esm/icons/copy.mjs";
import CornerDownRight from "lucide/dist/esm/icons/corner-down-right.mjs";
import Crosshair from "lucide/dist/esm/icons/crosshair.mjs";
import Download from "lucide/dist/esm/icons/download.mjs";
import Ear from "lucide/dist/esm/icons/ear.mjs";
import Ellipsis from "lucide/dist/esm/icons/ellipsis.mjs";
import ExternalLink from "lucide/dist/esm/icons/external-link.mjs";
import Eye from "lucide/dist/esm/icons/eye.mjs";
import EyeOff from "lucide/dist/esm/icons/eye-off.mjs";
import FileClock from "lucide/dist/esm/icons/file-clock.mjs";
import FileText from "lucide/dist/esm/icons/file-text.mjs";
import Flag from "lucide/dist/esm/icons/flag.mjs";
import FlaskConical from "lucide/dist/esm/icons/flask-conical.mjs";
import GitBranch from "lucide/dist/esm/icons/git-branch.mjs";
import GitCompare from "lucide/dist/esm/icons/git-compare.mjs";
import Globe from "lucide/dist/esm/icons/globe.mjs";
import GripVertical from "lucide/dist/esm/icons/grip-vertical.mjs";
import Hand from "lucide/dist/esm/icons/hand.mjs";
import Handshake from "lucide/dist/esm/icons/handshake.mjs";
import Headphones from "lucide/dist/esm/icons/headphones.mjs";
import Hourglass from "lucide/dist/esm/icons/hourglass.mjs";
import House from "lucide/dist/esm/icons/house.mjs";
import Inbox from "lucide/dist/esm/icons/inbox.mjs";
import Info from "lucide/dist/esm/icons/info.mjs";
import KeyRound from "lucide/dist/esm/icons/key-round.mjs";
import Keyboard from "lucide/dist/esm/icons/keyboard.mjs";
import Languages from "lucide/dist/esm/icons/languages.mjs";
import Layers from "lucide/dist/esm/icons/layers.mjs";
import LayoutDashboard from "lucide/dist/esm/icons/layout-dashboard.mjs";
import Link from "lucide/dist/esm/icons/link.mjs";
import List from "lucide/dist/esm/icons/list.mjs";
import ListFilter from "lucide/dist/esm/icons/list-filter.mjs";
import ListOrdered from "lucide/dist/esm/icons/list-ordered.mjs";
import LoaderCircle from "lucide/dist/esm/icons/loader-circle.mjs";
import Lock from "lucide/dist/esm/icons/lock.mjs";
import LogIn from "lucide/dist/esm/icons/log-in.mjs";
import LogOut from "lucide/dist/esm/icons/log-out.mjs";
import Mail from "lucide/dist/esm/icons/mail.mjs";
import MapPin from "lucide/dist/esm/icons/map-pin.mjs";
import Maximize from "lucide/dist/esm/icons/maximize.mjs";
import Megaphone from "lucide/dist/esm/icons/megaphone.mjs";
import Menu from "lucide/dist/esm/icons/menu.mjs";
import Merge from "lucide/dist/esm/icons/merge.mjs";
import MessageSquare from "lucide/dist/esm/icons/message-square.mjs";
import Mic from "lucide/dist/esm/icons/mic.mjs";
import MicOff from "lucide/dist/esm/icons/mic-off.mjs";
import Minimize from "lucide/dist/esm/icons/minimize.mjs";
import Minus from "lucide/dist/esm/icons/minus.mjs";
import Monitor from "lucide/dist/esm/icons/monitor.mjs";
import Moon from "lucide/dist/esm/icons/moon.mjs";
import Move from "lucide/dist/esm/icons/move.mjs";
import Network from "lucide/dist/esm/icons/network.mjs";
import PanelLeft from "lucide/dist/esm/icons/panel-left.mjs";
import Pause from "lucide/dist/esm/icons/pause.mjs";
import Pencil from "lucide/dist/esm/icons/pencil.mjs";
import Phone from "lucide/dist/esm/icons/phone.mjs";
import PhoneCall from "lucide/dist/esm/icons/phone-call.mjs";
import PhoneForwarded from "lucide/dist/esm/icons/phone-forwarded.mjs";
import PhoneIncoming from "lucide/dist/esm/icons/phone-incoming.mjs";
import PhoneMissed from "lucide/dist/esm/icons/phone-missed.mjs";
import PhoneOff from "lucide/dist/esm/icons/phone-off.mjs";
import PhoneOutgoing from "lucide/dist/esm/icons/phone-outgoing.mjs";
import Pin from "lucide/dist/esm/icons/pin.mjs";
import Play from "lucide/dist/esm/icons/play.mjs";
import Plug from "lucide/dist/esm/icons/plug.mjs";
import Plus from "lucide/dist/esm/icons/plus.mjs";
import Power from "lucide/dist/esm/icons/power.mjs";
import Redo from "lucide/dist/esm/icons/redo.mjs";
import RefreshCw from "lucide/dist/esm/icons/refresh-cw.mjs";
import RotateCcw from "lucide/dist/esm/icons/rotate-ccw.mjs";
import Route from "lucide/dist/esm/icons/route.mjs";
import Save from "lucide/dist/esm/icons/save.mjs";
import ScrollText from "lucide/dist/esm/icons/scroll-text.mjs";
import Search from "lucide/dist/esm/icons/search.mjs";
import Send from "lucide/dist/esm/icons/send.mjs";
import Server from "lucide/dist/esm/icons/server.mjs";
import Settings from "lucide/dist/esm/icons/settings.mjs";
import Shield from "lucide/dist/esm/icons/shield.mjs";
import ShieldCheck from "lucide/dist/esm/icons/shield-check.mjs";
import SlidersHorizontal from "lucide/dist/esm/icons/sliders-horizontal.mjs";
import Smartphone from "lucide/dist/esm/icons/smartphone.mjs";
import Star from "lucide/dist/esm/icons/star.mjs";
import StickyNote from "lucide/dist/esm/icons/sticky-note.mjs";
import Sun from "lucide/dist/esm/icons/sun.mjs";
import Target from "lucide/dist/esm/icons/target.mjs";
import Timer from "lucide/dist/esm/icons/timer.mjs";
import ToggleRight from "lucide/dist/esm/icons/toggle-right.mjs";
import Trash from "lucide/dist/esm/icons/trash.mjs";
import TrendingDown from "lucide/dist/esm/icons/trending-down.mjs";
import TrendingUp from "lucide/dist/esm/icons/trending-up.mjs";
import TriangleAlert from "lucide/dist/esm/icons/triangle-alert.mjs";
import Undo from "lucide/dist/esm/icons/undo.mjs";
import Upload from "lucide/dist/esm/icons/upload.mjs";
import User from "lucide/dist/esm/icons/user.mjs";
import UserCheck from "lucide/dist/esm/icons/user-check.mjs";
import UserCog from "lucide/dist/esm/icons/user-cog.mjs";
import UserPlus from "lucide/dist/esm/icons/user-plus.mjs";
import UserRound from "lucide/dist/esm/icons/user-round.mjs";
import UserX from "lucide/dist/esm/icons/user-x.mjs";
import Users from "lucide/dist/esm/icons/users.mjs";
import Volume2 from "lucide/dist/esm/icons/volume-2.mjs";
import VolumeX from "lucide/dist/esm/icons/volume-x.mjs";
import Webhook from "lucide/dist/esm/icons/webhook.mjs";
import Workflow from "lucide/dist/esm/icons/workflow.mjs";
import Wrench from "lucide/dist/esm/icons/wrench.mjs";
import X from "lucide/dist/esm/icons/x.mjs";
import Zap from "lucide/dist/esm/icons/zap.mjs";
import ZoomIn from "lucide/dist/esm/icons/zoom-in.mjs";
import ZoomOut from "lucide/dist/esm/icons/zoom-out.mjs";

export const ICONS = {
  activity: Activity, archive: Archive, "arrow-down": ArrowDown, "arrow-left": ArrowLeft, "arrow-right": ArrowRight,
  "arrow-up": ArrowUp, award: Award, bell: Bell, "book-open": BookOpen, bot: Bot, bug: Bug, building: Building,
  calendar: Calendar, "calendar-clock": CalendarClock, "calendar-plus": CalendarPlus, "chart-column": ChartColumn,
  "chart-line": ChartLine, check: Check, "check-check": CheckCheck, "chevron-down": ChevronDown,
  "chevron-left": ChevronLeft, "chevron-right": ChevronRight, "chevron-up": ChevronUp, "chevrons-up": ChevronsUp,
  circle: Circle, "circle-alert": CircleAlert, "circle-check": CircleCheck, "circle-dot": CircleDot,
  "circle-pause": CirclePause, "circle-play": CirclePlay, "circle-question-mark": CircleQuestionMark,
  "circle-user": CircleUser, "circle-x": CircleX, clipboard: Clipboard, "clipboard-list": ClipboardList, clock: Clock,
  "clock-alert": ClockAlert, "cloud-off": CloudOff, coffee: Coffee, copy: Copy, "corner-down-right": CornerDownRight,
  crosshair: Crosshair, download: Download, ear: Ear, ellipsis: Ellipsis, "external-link": ExternalLink, eye: Eye,
  "eye-off": EyeOff, "file-clock": FileClock, "file-text": FileText, flag: Flag, "flask-conical": FlaskConical,
  "git-branch": GitBranch, "git-compare": GitCompare, globe: Globe, "grip-vertical": GripVertical, hand: Hand,
  handshake: Handshake, headphones: Headphones, hourglass: Hourglass, house: House, inbox: Inbox, info: Info,
  "key-round": KeyRound, keyboard: Keyboard, languages: Languages, layers: Layers,
  "layout-dashboard": LayoutDashboard, link: Link, list: List, "list-filter": ListFilter, "list-ordered": ListOrdered,
  "loader-circle": LoaderCircle, lock: Lock, "log-in": LogIn, "log-out": LogOut, mail: Mail, "map-pin": MapPin,
  maximize: Maximize, megaphone: Megaphone, menu: Menu, merge: Merge, "message-square": MessageSquare, mic: Mic,
  "mic-off": MicOff, minimize: Minimize, minus: Minus, monitor: Monitor, moon: Moon, move: Move, network: Network,
  "panel-left": PanelLeft, pause: Pause, pencil: Pencil, phone: Phone, "phone-call": PhoneCall,
  "phone-forwarded": PhoneForwarded, "phone-incoming": PhoneIncoming, "phone-missed": PhoneMissed,
  "phone-off": PhoneOff, "phone-outgoing": PhoneOutgoing, pin: Pin, play: Play, plug: Plug, plus: Plus, power: Power,
  redo: Redo, "refresh-cw": RefreshCw, "rotate-ccw": RotateCcw, route: Route, save: Save, "scroll-text": ScrollText,
  search: Search, send: Send, server: Server, settings: Settings, shield: Shield, "shield-check": ShieldCheck,
  "sliders-horizontal": SlidersHorizontal, smartphone: Smartphone, star: Star, "sticky-note": StickyNote, sun: Sun,
  target: Target, timer: Timer, "toggle-right": ToggleRight, trash: Trash, "trending-down": TrendingDown,
  "trending-up": TrendingUp, "triangle-alert": TriangleAlert, undo: Undo, upload: Upload, user: User,
  "user-check": UserCheck, "user-cog": UserCog, "user-plus": UserPlus, "user-round": UserRound, "user-x": UserX,
  users: Users, "volume-2": Volume2, "volume-x": VolumeX, webhook: Webhook, workflow: Workflow, wrench: Wrench, x: X,
  zap: Zap, "zoom-in": ZoomIn, "zoom-out": ZoomOut,
} as const;

export type IconName = keyof typeof ICONS;
