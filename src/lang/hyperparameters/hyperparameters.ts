import { parser } from '@lezer/python'
import type { Span } from '../../core/graph.ts'
import { remembered } from '../../core/remember.ts'
import { patched } from '../patched.ts'
import { batchSizes, epochs, learningRates, seeds } from './rates.ts'
import { type Reading, readingOf, type Written } from './reading.ts'
import { hiddenWidths } from './widths.ts'

/** What is chosen about a training before it begins. */
export type HyperparameterKind = 'learning rate' | 'hidden units' | 'batch size' | 'epochs' | 'seed'

/** A number of a program that its training depends on, and all places where it is written. */
export interface Hyperparameter {
  readonly kind: HyperparameterKind
  /** The same in all programs that differ in nothing but these numbers. */
  readonly id: string
  /** As the program names it, `lr`; else what it is. */
  readonly label: string
  /** Whether the label is a name of the program. */
  readonly named: boolean
  readonly value: number
  /** The number as it is written. */
  readonly text: string
  /** In the order of the text. */
  readonly places: readonly Span[]
}

/** One hyperparameter: the first number that was found, with all places where it is the same. */
const first = (found: readonly Written[]): readonly (readonly Written[])[] => [
  found.filter(({ value }) => value === found[0]?.value),
]

const kinds: readonly (readonly [HyperparameterKind, (reading: Reading) => readonly (readonly Written[])[]])[] = [
  ['learning rate', (reading) => first(learningRates(reading))],
  ['hidden units', hiddenWidths],
  ['batch size', (reading) => first(batchSizes(reading))],
  ['epochs', (reading) => first(epochs(reading))],
  ['seed', (reading) => first(seeds(reading))],
]

function read(source: string): readonly Hyperparameter[] {
  const reading = readingOf(source, parser.parse(patched(source)))
  const taken = new Set<number>()
  return kinds.flatMap(([kind, find]) => {
    const groups = find(reading)
      .map((group) => group.filter(({ value, place }) => !taken.has(place.from) && fits(kind, value)))
      .filter((group) => group.length > 0)
    return groups.map((group, i) => {
      const [{ value }] = group as [Written]
      const places = placesOf(group)
      for (const { from } of places) taken.add(from)
      const name = group.find(({ name }) => name !== null)?.name ?? null
      const label = name ?? (groups.length > 1 ? `${kind} ${i + 1}` : kind)
      const text = source.slice(places[0]!.from, places[0]!.to)
      return { kind, id: `${kind} ${i + 1}`, label, named: name !== null, value, text, places }
    })
  })
}

/** The hyperparameters of a program, those first that are changed first. Nothing is run, and a program that is being typed is read as far as it goes. */
export const hyperparametersOf = remembered(
  (source: string) => source,
  read,
  () => 4096,
)

/** One hyperparameter of a program. */
export const hyperparameterOf = (source: string, id: string): Hyperparameter | undefined =>
  hyperparametersOf(source).find((each) => each.id === id)

/** Whether hyperparameters of a kind are whole numbers. */
export const isWhole = (kind: HyperparameterKind): boolean => kind !== 'learning rate'

/** Whether a hyperparameter of a kind can have a value. A learning rate may be any number: what PyTorch says of a negative one is worth reading. */
export const fits = (kind: HyperparameterKind, value: number): boolean =>
  isWhole(kind) ? Number.isSafeInteger(value) && value >= (kind === 'seed' ? 0 : 1) : Number.isFinite(value)

const placesOf = (group: readonly Written[]): readonly Span[] =>
  group
    .map(({ place }) => place)
    .filter(({ from }, i, places) => places.findIndex((place) => place.from === from) === i)
    .sort((p, q) => p.from - q.from)

/** A value as someone would write it in the place of a hyperparameter: a whole one stays whole, a float keeps its point. */
export function writtenValue({ kind, text }: Pick<Hyperparameter, 'kind' | 'text'>, value: number): string {
  const exact = Number(value.toPrecision(12))
  const short = Math.abs(exact) < 1e-4 && exact !== 0 ? exact.toExponential() : String(exact)
  if (isWhole(kind)) return text.includes('_') ? short.replace(/\B(?=(\d{3})+$)/g, '_') : short
  return /^-?\d+$/.test(short) && /[.e]/i.test(text) ? `${short}.0` : short
}

/** The program with another text at all places of a hyperparameter. */
export const withText = (source: string, { places }: Pick<Hyperparameter, 'places'>, text: string): string =>
  places.reduceRight((changed, { from, to }) => changed.slice(0, from) + text + changed.slice(to), source)
