import type { Signal } from '../confidence.js';
import type { CueGroup } from '../data/cue-frames.js';
import type { Mention } from '../mention.js';
import type { Evidence } from '../stance-evidence.js';
import type { AnchorLeft, DirectionStep, StanceParts } from '../trace.js';
import type { RuleSet, Span, Stance, Unread } from '../types.js';

/** Words of the article: `text` is always exactly `article.text.slice(start, end)`. */
export interface Words extends Span {
  readonly text: string;
}

/** One step from the words that stand for a holder to the actor they come to. */
export interface MentionStep extends Words {
  readonly form: Mention['form'];
  /**
   * What leads on from here. By the dossier: name, alias, surname, other-spelling (of the name), country (its name, people or
   * adjective), seat (a capital or palace), initials, role (a title by date of office), speaks-for (somebody who speaks
   * for a body). By what stands before, the next step: subject (of the sentence), speaker (or subject before), named-before,
   * title-before, group, signatories. unknown: nobody of the dossier.
   */
  readonly by:
    | 'name'
    | 'alias'
    | 'surname'
    | 'other-spelling'
    | 'country'
    | 'seat'
    | 'initials'
    | 'role'
    | 'speaks-for'
    | 'subject'
    | 'speaker'
    | 'named-before'
    | 'title-before'
    | 'group'
    | 'signatories'
    | 'unknown';
  /** For alias: the alias; for role: title, body and days, as the dossier has them. */
  readonly of: string | null;
}

/** A cue with the frames of the rule set it belongs to. */
export interface ExplainedCue extends Words {
  readonly frames: readonly {
    readonly id: string;
    readonly role: CueGroup['role'];
    readonly pos: CueGroup['pos'];
    readonly sign: 1 | -1;
  }[];
}

/** How holder and content were put together. */
export interface ExplainedAttribution {
  /**
   * report: "X said ..."; turn: the turn of a transcript that X's name heads; quotation-goes-on: a quotation without a report of its own; beside-quotation: the subject of the
   * sentence a quotation stands in; speech-goes-on: what follows a report in its paragraph; position: "X rejects ...";
   * passive: "... was rejected by X"; noun: "X's rejection of ...".
   */
  readonly rule:
    | 'report'
    | 'turn'
    | 'quotation-goes-on'
    | 'beside-quotation'
    | 'speech-goes-on'
    | 'position'
    | 'passive'
    | 'noun';
  readonly cue: ExplainedCue | null;
  /** The words that carry the stance, without those of reporting. */
  readonly content: readonly Words[];
}

/** Words that name an issue, and what was made of them. */
export interface ExplainedWords extends Words {
  /**
   * term: a term of the dossier; concept: a synonym the rule set knows; proposition: a word of the proposition; points-back:
   * "it", "such terms".
   */
  readonly source: 'term' | 'concept' | 'proposition' | 'points-back';
  /** The term, the concept's name, the word, or the sentence pointed back at. */
  readonly origin: string;
  /** 0 to 1: how surely these words mean the issue. */
  readonly weight: number;
  /** Why they were not counted; null where they were. */
  readonly left: AnchorLeft | null;
  /** What turned or kept their direction, in order; the product of the signs is `sign` times the words' own direction. */
  readonly direction: readonly ExplainedStep[];
  /** Towards the proposition: +1 for it, -1 against; 0 where they were not counted. */
  readonly sign: 1 | -1 | 0;
  /** What they add to the vote: above 0 for support, below for opposition. */
  readonly vote: number;
}

export interface ExplainedStep {
  readonly rule: DirectionStep['rule'] | 'words' | 'treated' | 'left-out';
  readonly sign: 1 | -1;
  readonly negated: boolean;
  /** The words that do it, where single words do. */
  readonly words: Words | null;
}

/** A statement, or what might have been one, with all that led to it. */
export interface Reasons {
  /** From the words beside the cue to the actor. */
  readonly holder: readonly MentionStep[];
  readonly attribution: ExplainedAttribution;
  readonly words: readonly ExplainedWords[];
  readonly stance: {
    readonly stance: Stance;
    /** What the rules alone take it for, from the vote, the condition and the refusals. */
    readonly told: Stance;
    readonly vote: number;
    /**
     * The evidence between support and opposition, that which weighs most first: `value` (-1 to 1) adds `adds` to the log-odds of
     * support, `base` included, and `support` (0 to 1) is how likely it comes out. Null where the rules alone decide, because
     * the stance hangs on a condition or none is taken.
     */
    readonly weighing: {
      readonly base: number;
      readonly evidence: readonly { readonly evidence: Evidence; readonly value: number; readonly adds: number }[];
      readonly support: number;
    } | null;
    readonly condition: Words | null;
    readonly open: boolean;
    readonly refusalDenied: boolean;
    readonly dropped: boolean;
    readonly clear: StanceParts['clear'];
  };
  /**
   * The signals that bear on the confidence, those that weigh most first: `value` (0 to 1) adds `adds` to the log-odds that
   * the statement is right, `base` included. confidence = 1 / (1 + e^-(base + all that is added)).
   */
  readonly confidence: {
    readonly base: number;
    readonly signals: readonly { readonly signal: Signal; readonly value: number; readonly adds: number }[];
    readonly confidence: number;
  };
}

/** Why a statement is there. */
export interface StatementExplanation extends Reasons {
  readonly actor: string;
  readonly issue: string;
  /** The evidence. */
  readonly start: number;
  readonly end: number;
  /** What every stance weighed among all that the article says of this actor on this issue. */
  readonly totals: Readonly<Partial<Record<Stance, number>>>;
}

/** Why something that is said or done, or a sentence about an issue, gave no statement of its own. */
export interface NoStatement extends Span {
  readonly text: string;
  /**
   * unknown-speaker: nobody of the dossier; no-issue: no words of an issue; not-counted: such words, but none that count (each
   * says why); weak-link: too unsure; condition-of-assessment; low-confidence; own-act:
   * what one side does itself is no stance on what the other should do; outvoted: the same actor's other stance weighs
   * more; said-again: the statement shown says it too; repeated-paragraph; no-content; other-subject: the
   * article, or that part of a long one, is about something else; nobody-speaks: background, the
   * reporter's own words about an issue.
   */
  readonly reason:
    | 'unknown-speaker'
    | 'no-issue'
    | 'not-counted'
    | 'weak-link'
    | 'condition-of-assessment'
    | 'low-confidence'
    | 'own-act'
    | 'outvoted'
    | 'said-again'
    | 'repeated-paragraph'
    | 'no-content'
    | 'other-subject'
    | 'nobody-speaks';
  readonly actors: readonly string[];
  readonly issue: string | null;
  readonly holder: readonly MentionStep[];
  readonly attribution: ExplainedAttribution | null;
  readonly words: readonly ExplainedWords[];
  readonly stance: Stance | null;
  /** By itself; the least that makes a statement is `leastConfidence`. */
  readonly confidence: number | null;
}

/** What an article's reading came from. Offsets are those of the text as given. */
export interface ArticleExplanation {
  readonly ruleSet: RuleSet;
  readonly leastLink: number;
  readonly leastConfidence: number;
  /** Why it was not read at all; null where it was. */
  readonly unread: Unread | null;
  readonly statements: readonly StatementExplanation[];
  readonly noStatements: readonly NoStatement[];
}
