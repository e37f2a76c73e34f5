/** The interface in English. Another language is another file of this shape. */
import type { Journey, ModelState, PageEntry, PagePreview, Strip } from '../../protocol.ts';
import type { Command } from '../record/commands.ts';
import type { Figures } from './figures.ts';

type Step = Extract<ModelState, { state: 'getting' }>['step'];
type Ending = Exclude<Extract<PageEntry, { by: 'person' }>['state'], 'waiting'>;

export function english(figures: Figures) {
  const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
  const SUFFIXES: Record<Intl.LDMLPluralRule, string> = {
    zero: 'th',
    one: 'st',
    two: 'nd',
    few: 'rd',
    many: 'th',
    other: 'th',
  };
  const ordinal = (count: number) => `${figures.count(count)}${SUFFIXES[ordinals.select(count)]}`;
  const counted = (count: number, one: string, many: string) => `${figures.count(count)} ${count === 1 ? one : many}`;

  return {
    // Places and the list
    conversations: 'Conversations',
    conversation: 'Conversation',
    newConversation: 'New conversation',
    beforeWeStart: 'Before we start',
    find: 'Find',
    screens: 'Screens',
    status: 'Status',
    today: 'Today',
    yesterday: 'Yesterday',
    noChatsYet: 'Your conversations will be listed here.',
    nothingFound: (wanted: string) => `No conversation has “${wanted}”.`,
    changeChat: (title: string) => `Rename or delete “${title}”`,
    titleOfChat: 'Title of the conversation',
    deleteChat: (title: string) => `Delete “${title}” for good?`,
    rename: 'Rename',
    delete: 'Delete',
    keep: 'Keep',
    save: 'Save',
    cancel: 'Cancel',
    close: 'Close',
    todo: (count: number) => `${figures.count(count)} to do`,
    more: (count: number) => `+${figures.count(count)}`,
    channelsOn: (on: number, all: number) => `${figures.count(on)} of ${counted(all, 'channel', 'channels')}`,

    // The model
    model: 'Model',
    ready: 'ready',
    missing: 'missing',
    paused: 'paused',
    notReached: 'not reached',
    of: 'of',
    modelProgress: 'Getting the model',
    modelShare: (share: number | undefined) => (share === undefined ? 'Model' : `Model ${figures.share(share)}`),
    betterModel: 'A better model is on its way:',
    meanwhile: (model: string) => `answers come from ${model} meanwhile`,
    onItsWay: 'On its way',
    perSecond: (amount: string) => `${amount}/s`,
    timeLeft: (seconds: number) => `${figures.seconds(seconds)} left`,
    modelSteps: {
      finding: { short: 'looking', long: 'Looking for the model' },
      downloading: { short: 'on its way', long: 'Downloading the model' },
      checking: { short: 'checking', long: 'Checking the files' },
      importing: { short: 'preparing', long: 'Preparing the model for this computer' },
      loading: { short: 'loading', long: 'Loading' },
    } satisfies Record<Step, { short: string; long: string }>,
    sourcesTried: (count: number) => `${counted(count, 'source was', 'sources were')} tried`,
    tryAgain: 'Try again',
    caveat: 'Small models are often wrong about the world',

    // The connection
    notRunning: 'Parley is not running on this computer.',
    startAgain: 'Start it again with',
    tryingAgainIn: (seconds: number) => `Trying again in ${figures.seconds(seconds)}.`,
    tryingAgain: 'Trying again.',
    tryNow: 'Try now',
    stopping: 'Parley is shutting down. What you send now waits here until it is back.',
    notReachedNow: 'Parley could not be reached just now. Try again in a moment.',
    unknownFault: 'Something went wrong in Parley. Try again in a moment.',
    closedTitle: 'This page needs its link',
    openTheLink: 'Open the link that',
    printedOrRun: 'printed, or run',

    // Messages
    youWrote: 'You wrote: ',
    parleySaid: 'Parley answered: ',
    sending: 'Sending',
    waitingInLine: (place: number) => `Waiting, ${ordinal(place)} in line`,
    waitingForParley: 'Waiting, sent when Parley is back',
    heldBack: 'Waiting, Parley asked for a short pause',
    remove: 'Remove',
    removeMessage: (beginning: string) => `Remove: ${beginning}`,
    endings: {
      answered: '',
      merged: 'answered with the next',
      superseded: 'replaced by a newer one',
      refused: 'not taken in',
      ignored: 'not answered',
    } satisfies Record<Ending, string>,
    backForEditing: 'Your message is back below, to be changed and sent again.',
    showEarlier: 'Show earlier messages',
    newTextBelow: 'New text below',

    // Answers
    answering: 'Answering…',
    phase(phase: PagePreview['phase']): string {
      switch (phase.name) {
        case 'queued':
          return phase.ahead === 0 ? 'Next in line' : `${figures.count(phase.ahead)} ahead of you`;
        case 'loading':
          return 'Loading the model';
        case 'reading':
          return 'Reading';
        case 'thinking':
          return 'Thinking';
        case 'answering':
          return 'Answering';
        default:
          phase satisfies never;
          return '';
      }
    },
    secondsLong: (seconds: number) => figures.seconds(seconds),
    code: 'Code',
    table: 'Table',
    taskDone: 'Done',
    taskOpen: 'Not done',
    copy: 'Copy',
    copyCode: 'Copy this code',
    copyAnswer: 'Copy the answer',
    copied: 'Copied',
    notCopied: 'Could not be copied',
    ended: { stopped: 'Stopped by you', limit: 'Cut at the length limit' },
    evidence: 'Evidence',
    unchecked: 'unchecked',
    fromMemory: 'from the model’s memory',

    // The journey of one message
    journey: 'Journey of this message',
    strip({ admit, lane, firstWord, tokensPerSecond }: Strip): string {
      return [
        admit !== undefined && `admit ${figures.ms(admit)}`,
        lane !== undefined && `lane ${figures.ms(lane)}`,
        firstWord !== undefined && `first word ${figures.ms(firstWord)}`,
        tokensPerSecond !== undefined && `${figures.rate(tokensPerSecond)}\u00A0tok/s`,
      ]
        .filter(Boolean)
        .join(' · ');
    },
    fetchingJourney: 'Fetching the journey',
    step: 'Step',
    when: 'When',
    took: 'Took',
    after: (time: string) => `after ${time}`,
    journeyFacts({ model, promptTokens, cachedTokens, answerTokens, tokensPerSecond }: Journey): string {
      return [
        model,
        promptTokens !== undefined &&
          `${counted(promptTokens, 'token', 'tokens')} read${cachedTokens ? `, ${figures.count(cachedTokens)} of them remembered` : ''}`,
        answerTokens !== undefined && `${counted(answerTokens, 'token', 'tokens')} written`,
        tokensPerSecond !== undefined && `${figures.rate(tokensPerSecond)}\u00A0tok/s`,
      ]
        .filter(Boolean)
        .join(' · ');
    },

    // The empty page
    hello: 'What would you like to know?',
    /** `where`: `here`, or the name of another computer. */
    where: (where: string) => (where === 'here' ? 'on this computer' : `on ${where}`),
    answersFrom: (model: string, where: string) => `${model} answers, ${where}.`,
    modelOnItsWay: 'The model is still on its way. What you ask now waits here and is answered once it is ready.',
    noModel: 'No model answers yet. What you ask now waits here until one does.',
    prompts: {
      text: { text: 'Why is the sky blue, in two sentences?', comesBack: 'A short answer in plain words' },
      photo: {
        text: 'Which of these has the most protein?',
        comesBack: 'Read from your photo of a shelf or of labels',
      },
      command: { text: '/help', comesBack: 'Everything that works here today' },
    },

    // The composer
    messageToParley: 'Message to Parley',
    ask: 'Ask',
    writeOn: 'Write on; it is sent when Parley is back',
    send: 'Send',
    stop: 'Stop',
    enterSends: 'Enter sends, Shift+Enter makes a new line',
    readsTheFirst: (read: number) => `I read the first ${figures.count(read)} characters.`,
    tooLong: (most: number) => `At most ${figures.count(most)} characters go into one message.`,
    thisHas: (length: number) => `This has ${figures.count(length)}.`,
    attachPhoto: 'Attach a photo',
    attachedPhotos: 'Attached photos',
    removePhoto: (place: number) => `Remove photo ${figures.count(place)}`,
    photoOf: (place: number, of: number) => `Photo ${figures.count(place)} of ${figures.count(of)}`,
    photo: 'photo',
    noPicture: (name: string) => `“${name}” could not be opened as a picture.`,
    tooManyPhotos: (most: number) => `At most ${figures.count(most)} photos go into one message.`,
    commands: 'Commands',
    commandDoes: {
      help: 'What works here',
      privacy: 'What is kept of you, and for how long',
      export: 'Everything that is kept, in one file',
      language: 'The language I speak',
      region: 'Your country, for its units',
      stop: 'End the running answer',
      new: 'A fresh context in this conversation',
      forget: 'Erase this conversation, or everything',
      status: 'Measured times, and what waits',
      about: 'Which model answers, its licence and hash',
    } satisfies Record<Command, string>,

    // Connecting a number of one's own
    connectChannel: 'Connect a channel',
    connectTitle: 'Connect WhatsApp',
    channelsOnOf: (on: number, all: number) => `${figures.count(on)} of ${figures.count(all)} on`,
    connectHeading: {
      off: 'WhatsApp on your own number',
      starting: 'One moment',
      scan: 'Scan this with your phone',
      type: 'Type this on your phone',
      linked: 'WhatsApp is linked',
      connected: 'WhatsApp is connected',
    },
    connectLead:
      'Parley becomes a linked device of that WhatsApp account. It stays silent in every chat until you switch that chat on and the other person says yes.',
    connectRisk: 'WhatsApp does not offer this connection to programs.',
    connectRiskMore: 'It can log the account out or block it. Use a number you can do without.',
    connectPolicy:
      'The official way, the WhatsApp Business API, has not allowed general assistants since January 2026, so there is no other for a private number.',
    connectSilence: 'People who write before they are switched on get no answer, not even in an emergency.',
    wayToConnect: 'Way to connect',
    scanCode: 'Scan a code',
    typeCode: 'Type a code on the phone',
    showCode: 'Show a code',
    connectAgain: 'Connect again',
    phoneNumber: 'Phone number with country code',
    getCode: 'Get a code',
    qrFor: (seconds: number) => `Code to link WhatsApp, valid for ${figures.seconds(seconds)} more`,
    pairingCode: 'Code to type on the phone',
    timeLeftFor: 'Time left for this code',
    newCodeIn: 'New code in',
    codeOf: (number: number, of: number) => `code ${figures.count(number)} of ${figures.count(of)}`,
    lastCode: 'the last code',
    startingBrowser: 'A browser is being started and the page of WhatsApp loads.',
    howToScan: [
      'On the phone, open WhatsApp, then **Settings** and **Linked devices**.',
      'Choose **Link a device** and unlock the phone.',
      'Point the camera at the code. Keep this page open until the last line below is ticked.',
    ],
    howToType: [
      'On the phone, open WhatsApp, then **Settings** and **Linked devices**.',
      'Choose **Link a device**, then **Link with phone number instead**.',
      'Type the code. Come back here until the last line below is ticked.',
    ],
    progress: 'Progress',
    ladder: {
      ready: 'Code ready',
      scan: 'Waiting for your scan',
      type: 'Waiting for you to type it',
      watching: (seconds: number) => `Linked, watching for ${figures.seconds(seconds)} that it stays`,
      proven: 'First message in: connected',
    },
    lastMessageIn: (time: string) => `Last message in: ${time}`,
    since: (time: string) => `since ${time}`,
    chatsOfPhone: 'Chats of this number',
    chatsOfPhoneLead:
      'Silent until you switch one on, here or by typing /on in it on your phone. Then the other person is asked.',
    switchOn: 'Switch on',
    asked: 'Asked',
    group: 'group',
    noChatsOfPhone: 'No chats yet.',
    unlink: 'Unlink this number',
    unlinkSure: 'Unlink for good?',
    connectNone: 'Nothing can be connected from here.',

    // Questions for the owner
    questionsForYou: 'Questions for you',
    questionsLead:
      'People asked this where you answer with your own words, and nothing there fits. They were told that a person will see to it.',
    filesWithIt: (count: number) => `(with ${counted(count, 'file', 'files')}, to be seen in the app itself)`,
    yourAnswer: 'Your answer',
    yourAnswerTo: (chat: string) => `Your answer to ${chat}`,
    sendAnswer: 'Send',
    needsNoAnswer: 'Needs no answer',

    // Chats in which a person answers themselves
    answeredByYou: 'Answered by you',
    answeredByYouLead:
      'Somebody wrote there from the app itself, so Parley is quiet. What people write meanwhile is neither kept nor answered.',
    quietUntil: (day: string, time: string) => `Quiet until ${day} ${time}`,
    letAnswer: 'Let Parley answer',

    // The status screen
    thingsToDo: (count: number) =>
      count === 0 ? 'Nothing to do' : count === 1 ? 'One thing to do' : `${figures.count(count)} things to do`,
    channels: 'Channels',
    answers: 'Answers',
    comesFrom: 'Comes from',
    photos: 'Photos',
    lookedAtBy: 'Looked at by',
    readInThem: 'Read in them',
    printAndCodes: 'print and codes',
    nothing: 'nothing',
    sameModel: 'the same model',
    aGuess: 'what it says of them is a guess',
    getsEyes: 'gets a model for it; then start Parley again',
    looks: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    version: (version: string) => `Parley ${version}`,
  };
}
