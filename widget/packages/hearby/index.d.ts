/** Source of the survey. */
export interface LoadOptions {
  /** Your collector's address: `https://hearby.example.com`. */
  collector: string;
  /** Your site's name there: `shop`, for the script `/e/shop.js`. */
  site: string;
  /** For a content security policy that lets scripts in by a nonce. */
  nonce?: string;
}

/** Facts about the visitor or the occasion, sent with the answer; a name is a lower-case word. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface ShowOptions {
  /** Place in your product where it is asked: `checkout`. */
  touchpoint?: string;
  /** The element in which it stands, or its selector; nothing is shown where there is none. */
  into?: Element | string;
  attributes?: Attributes;
  /** A language other than the page's: `vi`. */
  lang?: string;
}

/** The group of a score: of NPS, CES or CSAT. */
export type Group =
  | 'detractor'
  | 'passive'
  | 'promoter'
  | 'hard'
  | 'neutral'
  | 'easy'
  | 'unsatisfied'
  | 'satisfied';

/** An answer: a score, or of a satisfaction index (CSI) the ratings so far, by attribute. */
export type Answered =
  | { survey: string; score: number; group: Group; ratings?: undefined }
  | { survey: string; ratings: Record<string, number>; score?: undefined; group?: undefined };

/** Details that the page is told, by the event's name. On `document`, each is `hearby:{name}`. */
export interface Events {
  /** A survey is on screen. */
  shown: { survey: string };
  /** The visitor tapped an answer; it is not sent yet. */
  answered: Answered;
  /** The visitor closed it without an answer. */
  dismissed: { survey: string };
  /** The collector has the answer. Without a survey: one that an earlier visit could not send. */
  sent: { survey?: string; id: string };
  /** It is off the page. */
  closed: { survey: string };
  /** Something for the site's developer; the visitor is not told. */
  error: { survey?: string; code: string; detail?: string };
}

export type EventName = keyof Events;

/** Stops listening. */
export type Unsubscribe = () => void;

/**
 * Loads your script, once a page; a second call does nothing. Never throws: when the script can't
 * be loaded, `error` tells `load-failed`.
 */
export function load(options: LoadOptions): void;

/**
 * Shows a survey now, whatever its display rules say. Not while another popup is open or its place is
 * taken, not a paused one, not without consent: then `error` tells `busy`, `paused` or `no-consent`.
 */
export function show(survey: string, options?: ShowOptions): void;

/** Something happened that a survey may wait for. */
export function event(name: string): void;

/** Says who is here; goes with each answer given on this page from now on. */
export function identify(respondent: string, attributes?: Attributes): void;

/**
 * `true`: for sites that ask after consent only. `false`: takes it back, on any site; closes,
 * forgets the visitor, and discards every answer of theirs that has not been sent.
 */
export function consent(isGiven: boolean): void;

/**
 * Has surveys that have two looks follow a page that is dark or light, also the open one: for pages
 * whose `color-scheme` does not tell.
 */
export function theme(scheme: 'dark' | 'light'): void;

/** Closes an open popup. */
export function close(): void;

/**
 * Closes, and forgets the visitor wholly: that they were asked, who `identify` said they are, and
 * every answer of theirs that has not been sent. For a page on which somebody signs out.
 */
export function reset(): void;

/** Listens to one event until the returned function is called. */
export function on<Name extends EventName>(
  name: Name,
  listener: (detail: Events[Name]) => void,
): Unsubscribe;

/** The script's own function, for pages that call it without this package. */
export interface Hearby {
  (command: 'show', survey: string, options?: ShowOptions): void;
  (command: 'event', name: string): void;
  (command: 'identify', respondent: string, attributes?: Attributes): void;
  (command: 'consent', isGiven: boolean): void;
  (command: 'theme', scheme: 'dark' | 'light'): void;
  (command: 'close' | 'reset'): void;
  <Name extends EventName>(
    command: 'on',
    name: Name,
    listener: (detail: Events[Name]) => void,
  ): void;
  /** The site's name, once the script has run. */
  readonly site?: string;
}

declare global {
  interface Window {
    hearby?: Hearby;
  }
  interface DocumentEventMap {
    'hearby:shown': CustomEvent<Events['shown']>;
    'hearby:answered': CustomEvent<Events['answered']>;
    'hearby:dismissed': CustomEvent<Events['dismissed']>;
    'hearby:sent': CustomEvent<Events['sent']>;
    'hearby:closed': CustomEvent<Events['closed']>;
    'hearby:error': CustomEvent<Events['error']>;
  }
}
