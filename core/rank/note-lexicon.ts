/** What a sales note can say, as far as it matters for calling now. */
export type NoteTopic = {
  readonly topic: string;
  /** Points before age, as for any signal. */
  readonly points: number;
  readonly pattern: RegExp;
};

/**
 * The whole lexicon, in the order in which notes are read: the first that fits a stretch of text takes it, so that "not
 * interested" is never read as "interested". English words; a note in another language is on file and says nothing.
 */
export const noteLexicon: readonly NoteTopic[] = [
  {
    topic: 'asks not to be contacted',
    points: -40,
    pattern: /\b(do not|don'?t|never|stop)\s+(contact|call|e-?mail)(ing)?\b|\bunsubscribe/gi,
  },
  {
    topic: 'closing down',
    points: -30,
    pattern:
      /\b(bankrupt\w*|insolven\w*|out of business|clos(ing|ed) (down|the (plant|site))|shutt?ing down|liquidat\w*)/gi,
  },
  {
    topic: 'does not pay',
    points: -20,
    pattern: /\b(bad debt|unpaid invoices?|credit hold|payment (issues?|problems?)|does(n'?t| not) pay)/gi,
  },
  {
    topic: 'not interested',
    points: -14,
    pattern: /\b(not|no longer|isn'?t|aren'?t|un)\s?interest(ed)?\b|\bno (interest|need)\b/gi,
  },
  {
    topic: 'no budget',
    points: -10,
    pattern: /\b(no|without|lack of|cut the|frozen)\s+(the\s+)?budgets?\b|\bbudget (cut|freeze|frozen)/gi,
  },
  {
    topic: 'tied to a competitor',
    points: -8,
    pattern:
      /\b(signed|locked in|happy)\s+with\s+(a\s+|another\s+|their\s+|the\s+)?(competitor|current supplier|other supplier|someone else)/gi,
  },
  {
    topic: 'finds it too expensive',
    points: -6,
    pattern: /\btoo (expensive|pricey|dear)|\bprice (objection|too high)/gi,
  },
  {
    topic: 'contact left',
    points: -3,
    pattern: /\b(contact|buyer|champion)\b[^.]{0,20}\b(left|gone|retired|moved on)/gi,
  },
  {
    topic: 'asked for a quote',
    points: 18,
    pattern:
      /\b(ask\w*|want\w*|request\w*|need\w*|send)\s+(for\s+)?(us\s+)?(a\s+|an\s+)?(new\s+)?(quotes?|quotation|proposal|pricing|offer|rfq)|\brfq\b/gi,
  },
  {
    topic: 'budget approved',
    points: 18,
    pattern: /\bbudget\b[^.]{0,20}\b(approved|available|released|in place)|\bapproved\b[^.]{0,15}\bbudget/gi,
  },
  {
    topic: 'unhappy with its supplier',
    points: 16,
    pattern:
      /\b(unhappy|dissatisfied|frustrated|problems?|issues?)\b[^.]{0,20}\b(supplier|vendor|competitor|provider)/gi,
  },
  {
    topic: 'project planned',
    points: 14,
    pattern: /\b(new|planned|upcoming|next)\s+(project|line|plant|machine|build|facility|warehouse)/gi,
  },
  {
    topic: 'contract up for renewal',
    points: 12,
    pattern: /\b(contract|agreement)\b[^.]{0,25}\b(ends?|expir\w*|renew\w*|up for|runs out)/gi,
  },
  {
    topic: 'expanding',
    points: 12,
    pattern: /\b(expand\w*|growing|adding (a )?(shift|staff|capacity)|hiring)/gi,
  },
  {
    topic: 'wants to talk again',
    points: 10,
    pattern:
      /\b(call|follow|check|get|reach)\s?(ing|ed)?\s?(back|up|again)|\b(meeting|demo|visit)\b[^.]{0,20}\b(booked|scheduled|agreed|set)/gi,
  },
  {
    topic: 'interested',
    points: 14,
    pattern: /\b(very |quite |definitely )?interested\b|\bkeen\b|\bpositive (call|talk|meeting)/gi,
  },
];

const byTopic = new Map(noteLexicon.map((entry) => [entry.topic, entry.points]));

/**
 * What a rep's free text says, as topics of the lexicon, strongest first; empty where nothing in it is known. The text itself goes no
 * further: only topics are stored, shown and scored. O(length × lexicon).
 *
 * When not to use it: as an understanding of the text. It finds phrases; irony, and whose budget it is, it does not.
 *
 * @example
 * noteTopics('Spoke to J., not interested this year; contract with competitor ends in May'); // => ['not interested', 'contract up for renewal']
 * noteTopics('Very interested, asked for a quote, budget approved'); // => ['asked for a quote', 'budget approved', 'interested']
 * noteTopics('Left a voicemail'); // => []
 */
export function noteTopics(note: string): readonly string[] {
  let open = note.normalize('NFKC').replace(/[’`´]/g, "'").slice(0, 10_000);
  const found = new Set<string>();
  for (const { topic, pattern } of noteLexicon) {
    const rest = open.replace(pattern, ' . ');
    if (rest !== open) found.add(topic);
    open = rest;
  }
  return [...found].sort((a, b) => Math.abs(pointsOf(b)) - Math.abs(pointsOf(a)) || (a < b ? -1 : 1));
}

const pointsOf = (topic: string): number => byTopic.get(topic) ?? 0;

/**
 * Points of some topics together, at most 30 either way; null for a text that is not topics.
 *
 * @example
 * topicPoints(['asked for a quote', 'interested']); // => 30
 * topicPoints(['sunny']); // => null
 */
export function topicPoints(topics: readonly string[]): number | null {
  if (topics.length === 0 || topics.some((topic) => !byTopic.has(topic))) return null;
  const sum = topics.reduce((total, topic) => total + pointsOf(topic), 0);
  return Math.max(-40, Math.min(30, sum));
}

/** How topics stand in a signal's value: what a note of no known topic leaves is that it is on file. */
export const topicMark = '; ';
export const noteOnFile = 'on file';
