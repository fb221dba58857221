export type { Account, AccountEvents, AccountOptions } from './account/account.ts'
export { accountPart, createAccount } from './account/account.ts'
export type { AccountStatus } from './account/machine.ts'
export { accountMachine } from './account/machine.ts'
export type { AccountSnapshot } from './account/snapshot.ts'
export type {
  AccountCommand,
  AccountSignal,
  AccountSink,
  AccountTransport,
  Credentials,
  Picture,
  Profile,
  ProfileChanges,
  Role,
  SignedOutReason,
  SignInMethods,
  SignInProvider,
  Theme,
} from './account/transport.ts'
export type { Call, CallCommands, CallWhen } from './call/call.ts'
export type { CallEvents, Calls, CallsSnapshot } from './call/calls.ts'
export type { Consultation, ConsultationSnapshot, ConsultationStatus } from './call/consultation.ts'
export { consultationMachine } from './call/consultation.ts'
export type { CallCommandIn, CallStatus } from './call/machine.ts'
export { callMachine } from './call/machine.ts'
export type {
  CallEnd,
  CallFacet,
  CallSignal,
  CallTimings,
  EndedBy,
  EndReason,
  IncomingCall,
  MediaHealth,
  Party,
  Quality,
  QualityWarning,
  RemoteConnection,
  ResumedCall,
  ResumedFacts,
  TransferProgress,
} from './call/signal.ts'
export type { CallSnapshot, CallSnapshotIn } from './call/snapshot.ts'
export type { CallCommand, CallId, CallSink, CallTransport, DialOptions, TransferTarget } from './call/transport.ts'
export type { CallerIds, CallerIdsSnapshot } from './caller-ids/caller-ids.ts'
export { callerIdsPart, createCallerIds } from './caller-ids/caller-ids.ts'
export type {
  CallerId,
  CallerIdList,
  CallerIdsCommand,
  CallerIdsSink,
  CallerIdsTransport,
} from './caller-ids/transport.ts'
export type { Connection, ConnectionSnapshot } from './connection/connection.ts'
export type { ConnectionStatus } from './connection/machine.ts'
export { connectionMachine } from './connection/machine.ts'
export type {
  ConnectionCommand,
  ConnectionSignal,
  ConnectionSink,
  ConnectionTransport,
  LostReason,
} from './connection/transport.ts'
export type { Devices } from './devices/devices.ts'
export type {
  Device,
  DeviceCommand,
  DeviceKind,
  DeviceList,
  DeviceSink,
  DeviceTransport,
  MicrophoneState,
} from './devices/transport.ts'
export type { DialKey, Dialpad, DialpadOptions, DialpadSnapshot } from './dialpad/dialpad.ts'
export { createDialpad } from './dialpad/dialpad.ts'
export type {
  Contact,
  ContactContext,
  ContactEmail,
  ContactFields,
  ContactKind,
  ContactName,
  ContactOrganization,
  ContactPhone,
  PhoneFeature,
} from './directory/contact.ts'
export type { CreateManyOptions, ImportReport } from './directory/create-many.ts'
export { writeCsv } from './directory/csv-write.ts'
export type { Directory, DirectoryOptions, DirectorySnapshot } from './directory/directory.ts'
export { createDirectory, directoryPart } from './directory/directory.ts'
export type { Editing, Met, MetParty } from './directory/edit.ts'
export { contactLimits } from './directory/fields.ts'
export type { Finding } from './directory/find.ts'
export type { TextRange } from './directory/highlight.ts'
export type { ListOptions } from './directory/holdings.ts'
export type { ReadContact, ReadProblem } from './directory/imported.ts'
export type { SourceStatus } from './directory/machine.ts'
export { sourceMachine } from './directory/machine.ts'
export type { HasRemote, Matching } from './directory/match.ts'
export { dialledAs } from './directory/numbers.ts'
export type { ReadContacts, ReadOptions } from './directory/read.ts'
export { fieldsOf, readContacts } from './directory/read.ts'
export type { IndexQuery, SearchIndex, SearchIndexOptions } from './directory/search.ts'
export { createSearchIndex } from './directory/search.ts'
export type {
  Book,
  BookKind,
  ContactSink,
  ContactSource,
  DirectoryQuery,
  SearchOptions,
} from './directory/transport.ts'
export { writeVcards } from './directory/vcard-write.ts'
export type { DirectoryAnswer, Watching } from './directory/watch.ts'
export type { Sought } from './directory/words.ts'
export { soughtIn, wordsOf } from './directory/words.ts'
export type { ErrorCode, ErrorDetails, FieldProblem } from './errors.ts'
export { errorCatalogue, IllegalCommandError, OffhookError } from './errors.ts'
export type { ForwardedCall, ForwardingDecision } from './forwarding/decide.ts'
export { decideForwarding } from './forwarding/decide.ts'
export type { Forwarding, ForwardingOptions, ForwardingSnapshot } from './forwarding/forwarding.ts'
export { createForwarding, forwardingPart } from './forwarding/forwarding.ts'
export type { Interval, Schedule, ScheduleException, WeeklyInterval } from './forwarding/schedule.ts'
export { isWithin, nextChange, scheduleProblems } from './forwarding/schedule.ts'
export type {
  CallerKind,
  ForwardingCommand,
  ForwardingDocument,
  ForwardingPlan,
  ForwardingRule,
  ForwardingSink,
  ForwardingStatus,
  ForwardingTarget,
  ForwardingTransport,
  Situation,
} from './forwarding/transport.ts'
export { problemsOf } from './forwarding/validate.ts'
export type { History, HistoryListOptions, HistoryOptions, HistorySnapshot } from './history/history.ts'
export { createHistory, historyPart } from './history/history.ts'
export type { HistoryList, HistoryListSnapshot } from './history/list.ts'
export type { HistoryListStatus } from './history/machine.ts'
export { historyListMachine } from './history/machine.ts'
export { fits, otherSide, talkTime } from './history/record.ts'
export type {
  CallRecord,
  HistoryCommand,
  HistoryFigures,
  HistoryFilter,
  HistoryPage,
  HistoryPageOptions,
  HistoryRange,
  HistorySink,
  HistoryTransport,
  RecordKind,
  RecordParty,
} from './history/transport.ts'
export type { Callable } from './joins.ts'
export type { Clock } from './kernel/clock.ts'
export { systemClock } from './kernel/clock.ts'
export type { DocumentSnapshot, DocumentStatus } from './kernel/document.ts'
export { documentMachine } from './kernel/document.ts'
export { randomId } from './kernel/id.ts'
export type { CommandIn, CommandOf, Machine, Row, SignalOf, StatusOf, Table } from './kernel/machine.ts'
export { defineMachine, toMermaid } from './kernel/machine.ts'
export type { DialTarget, TargetKind } from './kernel/number.ts'
export { e164Of, parseTarget } from './kernel/number.ts'
export type { NumberPlan } from './kernel/number-plan.ts'
export { numberPlans } from './kernel/number-plan.ts'
export type { Live, Part, PartConnection, PartWorld } from './kernel/part.ts'
export { part } from './kernel/part.ts'
export type { Readable, Store } from './kernel/store.ts'
export { createStore } from './kernel/store.ts'
export type {
  BackendParts,
  Phone,
  PhoneBase,
  PhoneEvents,
  PhoneOptions,
  PhoneParts,
  PhoneTransports,
  SliceOf,
} from './phone.ts'
export { createPhone } from './phone.ts'
export type { Availability, Display, DisplayStatus } from './presence/display.ts'
export { displayOf } from './presence/display.ts'
export type { Presence, PresenceSnapshot, PresenceView } from './presence/presence.ts'
export { createPresence, presencePart } from './presence/presence.ts'
export type {
  DeviceStatus,
  LineStatus,
  PersonFacet,
  PersonPresence,
  PersonStatus,
  PresenceCommand,
  PresenceOptions,
  PresenceSink,
  PresenceTransport,
} from './presence/transport.ts'
export type { Settings, SettingsOptions, SettingsSnapshot, SettingsWanted } from './settings/settings.ts'
export { createSettings, settingsPart } from './settings/settings.ts'
export type {
  RingDevice,
  RingDeviceKind,
  RingSettings,
  SettingsChanges,
  SettingsCommand,
  SettingsSink,
  SettingsTransport,
} from './settings/transport.ts'
export type {
  RecordedConnectionSignal,
  RecorderOptions,
  SupportBundle,
  SupportEntry,
  SupportRecorder,
  WatchedTransports,
} from './support/recorder.ts'
export { createSupportRecorder } from './support/recorder.ts'
