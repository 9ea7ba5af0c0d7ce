import { type DictValue, isNumber, numberOf, str, type Value } from './value.ts'

/** What tells two keys apart that are texts or numbers; `keyOf` of the interpreter agrees. */
const keyOf = (key: Value): string =>
  isNumber(key) ? `n${numberOf(key)}` : key.kind === 'str' ? `s${key.value}` : key.kind

/** A dictionary of Python from pairs whose keys are texts or numbers. */
export const dictionary = (pairs: Iterable<readonly [Value, Value]>): DictValue => ({
  kind: 'dict',
  entries: new Map(Array.from(pairs, (pair) => [keyOf(pair[0]), pair])),
})

/** A dictionary whose keys are texts. */
export const textDictionary = (pairs: Iterable<readonly [string, Value]>): DictValue =>
  dictionary(Array.from(pairs, ([key, value]) => [str(key), value] as const))

const textKeys = new Map<string, string>()

/** The key of a text, made once: optimizers ask for the same few in every step. */
function textKey(key: string): string {
  const known = textKeys.get(key) ?? `s${key}`
  textKeys.set(key, known)
  return known
}

/** What a dictionary has under a text; null where it has nothing. */
export const entry = (dict: DictValue, key: string): Value | null => dict.entries.get(textKey(key))?.[1] ?? null

/** `dict[key] = value` for a text. */
export function setEntry(dict: DictValue, key: string, value: Value): void {
  const text = str(key)
  dict.entries.set(keyOf(text), [text, value])
}
