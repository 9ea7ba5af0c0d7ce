import {
  array,
  boolean,
  fallback,
  type InferInput,
  integer,
  literal,
  maxLength,
  maxValue,
  minValue,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  safeParse,
  string,
  union,
} from 'valibot'
import { type Level, levels } from '../core/levels/magnify.ts'
import { type Conventions, layouts, notations, programConventions, weightShapes } from '../scene/conventions.ts'
import { type Detail, detailNames } from '../scene/detail.ts'
import type { OpenGroups } from '../scene/fold.ts'
import { type Quiz, questionKinds } from '../scene/quiz.ts'
import type { SampleChoice } from '../scene/samples.ts'
import type { Standing } from './standing.ts'
import type { Cursor } from './store.ts'

const whole = pipe(number(), integer(), minValue(0), maxValue(1_000_000))

/** A name in a link. */
const short = pipe(string(), maxLength(40))

/** The longest program a link may carry, in characters. */
export const longestSource = 20_000

const conventionsSchema = object({
  n: optional(picklist(notations), programConventions.notation),
  l: optional(picklist(layouts), programConventions.layout),
  w: optional(picklist(weightShapes), programConventions.weights),
})

const usualConventions = {
  n: programConventions.notation,
  l: programConventions.layout,
  w: programConventions.weights,
}

/** What format 1 carries, under short keys; what is left out has its default. */
const format1 = object({
  s: string(),
  e: optional(whole, 0),
  n: optional(whole, 0),
  h: optional(fallback(whole, 0), 0),
  c: optional(nullable(whole), null),
  p: optional(boolean(), false),
  d: optional(fallback(boolean(), true), true),
  l: optional(picklist(levels), 'tensor'),
  i: optional(nullable(whole), null),
  q: optional(nullable(object({ k: array(picklist(questionKinds)), s: whole })), null),
  b: optional(nullable(short), null),
  f: optional(nullable(object({ n: whole, i: whole })), null),
  // how the screen is arranged is no reason not to open a program
  v: optional(fallback(conventionsSchema, usualConventions), {}),
  t: optional(fallback(nullable(picklist(detailNames)), null), null),
  m: optional(fallback(nullable(union([literal('all'), whole])), null), null),
  y: optional(
    fallback(nullable(object({ l: short, b: short, s: optional(whole, 0), c: optional(nullable(whole), null) })), null),
    null,
  ),
  o: optional(fallback(nullable(union([literal('all'), pipe(array(whole), maxLength(500))])), null), null),
})

/** What a link restores. */
export interface LinkState {
  readonly source: string
  readonly cursor: Cursor
  /** The node whose whole chain is shown, or null. */
  readonly selected: number | null
  readonly present: boolean
  /** Whether a backward step takes four presses when it is presented. */
  readonly slow: boolean
  /** Cursor and selection are of this level. */
  readonly level: Level
  /** Which entry of the selected tensor, or null for all of it. */
  readonly entry: number | null
  /** What is asked before each backward step, or null. */
  readonly quiz: Quiz | null
  /** The mistake planted in the backward pass, or null. */
  readonly mistake: string | null
  /** The number that moves in forward mode, or null in reverse mode. */
  readonly moving: { readonly node: number; readonly entry: number } | null
  /** How formulas are typeset. */
  readonly conventions: Conventions
  /** The tab below the picture; null where the link does not say. */
  readonly detail: Detail | null
  /** Which sample of a batch is shown. */
  readonly sample: SampleChoice
  /** The stop of a lesson, or null. */
  readonly lesson: Standing | null
  /** Which groups of the picture are opened. */
  readonly open: OpenGroups
}

/** What a link with nothing but a program restores. */
export const linkDefaults: Omit<LinkState, 'source'> = {
  cursor: { episode: 0, step: 0 },
  selected: null,
  present: false,
  slow: true,
  level: 'tensor',
  entry: null,
  quiz: null,
  mistake: null,
  moving: null,
  conventions: programConventions,
  detail: null,
  sample: null,
  lesson: null,
  open: null,
}

type Format1 = InferInput<typeof format1>

function packedConventions({ notation, layout, weights }: Conventions): Pick<Partial<Format1>, 'v'> {
  const usual = programConventions
  const v = {
    ...(notation !== usual.notation && { n: notation }),
    ...(layout !== usual.layout && { l: layout }),
    ...(weights !== usual.weights && { w: weights }),
  }
  return Object.keys(v).length === 0 ? {} : { v }
}

function packedStanding(standing: Standing | null): Pick<Partial<Format1>, 'y'> {
  if (standing === null) return {}
  const { lesson, beat, stop, chosen } = standing
  return { y: { l: lesson, b: beat, ...(stop !== 0 && { s: stop }), ...(chosen !== null && { c: chosen }) } }
}

/** The content of a link in format 1, with defaults left out. */
export const packed = (state: LinkState): Partial<Format1> => ({
  s: state.source,
  ...(state.cursor.episode !== 0 && { e: state.cursor.episode }),
  ...(state.cursor.step !== 0 && { n: state.cursor.step }),
  ...(state.cursor.part !== undefined && { h: state.cursor.part }),
  ...(state.selected !== null && { c: state.selected }),
  ...(state.present && { p: true }),
  ...(!state.slow && { d: false }),
  ...(state.level !== 'tensor' && { l: state.level }),
  ...(state.entry !== null && { i: state.entry }),
  ...(state.quiz !== null && { q: { k: [...state.quiz.kinds], s: state.quiz.seed } }),
  ...(state.mistake !== null && { b: state.mistake }),
  ...(state.moving !== null && { f: { n: state.moving.node, i: state.moving.entry } }),
  ...packedConventions(state.conventions),
  ...(state.detail !== null && { t: state.detail }),
  ...(state.sample !== null && { m: state.sample }),
  ...packedStanding(state.lesson),
  ...(state.open !== null && { o: state.open === 'all' ? state.open : [...state.open] }),
})

/** The state in a link's content, built anew field by field; null where it does not fit the format. */
export function unpacked(content: unknown): LinkState | null {
  const { success, output } = safeParse(format1, content)
  if (!success) return null
  return {
    source: output.s,
    cursor: { episode: output.e, step: output.n, ...(output.h > 0 && { part: output.h }) },
    selected: output.c,
    present: output.p,
    slow: output.d,
    level: output.l,
    entry: output.i,
    quiz: output.q === null ? null : { kinds: output.q.k, seed: output.q.s },
    mistake: output.b,
    moving: output.f === null ? null : { node: output.f.n, entry: output.f.i },
    conventions: { notation: output.v.n, layout: output.v.l, weights: output.v.w },
    detail: output.t,
    sample: output.m,
    lesson: output.y === null ? null : { lesson: output.y.l, beat: output.y.b, stop: output.y.s, chosen: output.y.c },
    open: output.o,
  }
}

const deepest = 32
const mostValues = 20_000

/** JSON as a value; undefined where it is none, is nested deeper than 32 or holds more than 20,000 values. Counted before it is parsed. */
export function boundedJson(text: string): unknown {
  let depth = 0
  let values = 1
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const c = text[at]
    if (inString) {
      if (c === '\\') at++
      else if (c === '"') inString = false
    } else if (c === '"') inString = true
    else if (c === '[' || c === '{') depth++
    else if (c === ']' || c === '}') depth--
    else if (c === ',') values++
    if (depth > deepest || values > mostValues) return undefined
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
