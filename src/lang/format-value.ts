import { send } from '../torch/classes.ts'
import { raise } from '../torch/raised.ts'
import { str, typeName, type Value } from '../torch/value.ts'
import { formatted } from './format.ts'
import type { Operating } from './operators.ts'
import { formattable, text } from './show.ts'

/** A value under a format, as `format(value, spec)` and f-strings write it: an object by its `__format__`. */
export function formatOf({ session }: Operating, value: Value, spec: string): string {
  if (value.kind === 'instance') {
    const own = send(value, '__format__', [str(spec)])
    if (own !== null)
      return own.kind === 'str'
        ? own.value
        : raise('TypeError', `__format__ must return a str, not ${typeName(own)}`, 'Return a text.')
  }
  const shown = formattable(session, value)
  return formatted(shown, spec, spec === '' || shown.kind === 'str' ? text(session, shown) : '')
}
