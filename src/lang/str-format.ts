import { raise } from '../torch/raised.ts'
import { type Arguments, int, str, type Value } from '../torch/value.ts'
import { noKey } from './exceptions.ts'
import { formatted } from './format.ts'
import { formatOf } from './format-value.ts'
import type { Operating } from './operators.ts'
import { repr, text } from './show.ts'
import { getSubscript } from './subscript.ts'

/** Reads an attribute. It is handed in, so that no file imports another in a circle. */
type ReadAttribute = (at: Operating, object: Value, name: string) => Value

/** One call of `str.format` while it goes through its text. */
class Filling {
  readonly #at: Operating
  readonly #args: Arguments
  readonly #read: ReadAttribute
  #next = 0

  constructor(at: Operating, args: Arguments, read: ReadAttribute) {
    this.#at = at
    this.#args = args
    this.#read = read
  }

  fill(source: string): string {
    let result = ''
    for (let i = 0; i < source.length; i++) {
      const letter = source[i]!
      if ((letter === '{' || letter === '}') && source[i + 1] === letter) {
        result += letter
        i++
      } else if (letter === '}') raise('ValueError', "Single '}' encountered in format string", 'Write }} for a brace.')
      else if (letter === '{') {
        const end = this.#endOf(source, i)
        result += this.#replacement(source.slice(i + 1, end))
        i = end
      } else result += letter
    }
    return result
  }

  #endOf(source: string, start: number): number {
    let depth = 0
    for (let i = start; i < source.length; i++) {
      if (source[i] === '{') depth++
      if (source[i] === '}' && --depth === 0) return i
    }
    return source.length === start + 1
      ? raise('ValueError', "Single '{' encountered in format string", 'Write {{ for a brace.')
      : raise('ValueError', "expected '}' before end of string", 'Close the brace.')
  }

  #replacement(inside: string): string {
    const [, field = '', conversion, spec = ''] = /^([^!:]*)(?:!([^:]*))?(?::(.*))?$/s.exec(inside) ?? []
    const value = this.#field(field)
    const format = this.fill(spec)
    if (conversion === undefined) return formatOf(this.#at, value, format)
    const { session } = this.#at
    const shown = conversion === 's' ? text(session, value) : repr(session, value)
    return formatted(str(shown), format, shown)
  }

  #field(field: string): Value {
    const [first = ''] = /^[^.[]*/.exec(field) ?? []
    let value = this.#argument(first)
    for (const [, name, key] of field.slice(first.length).matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
      if (name !== undefined) value = this.#read(this.#at, value, name)
      else value = getSubscript(this.#at, value, /^\d+$/.test(key ?? '') ? int(Number(key)) : str(key ?? ''))
    }
    return value
  }

  #argument(name: string): Value {
    const { positional, keywords } = this.#args
    if (name !== '' && !/^\d+$/.test(name))
      return keywords.get(name) ?? noKey(this.#at, str(name), `Give format an argument ${name}=….`)
    const place = name === '' ? this.#next++ : Number(name)
    return (
      positional[place] ??
      raise(
        'IndexError',
        `Replacement index ${place} out of range for positional args tuple`,
        'Give a value for each pair of braces.',
      )
    )
  }
}

/** `source.format(...)`. */
export function strFormat(at: Operating, source: string, args: Arguments, read: ReadAttribute): Value {
  const result = new Filling(at, args, read).fill(source)
  at.budget.allocate(result.length)
  return str(result)
}
