import { raise } from '../torch/raised.ts'
import { bool, int, list, none, str, tuple, typeName, type Value } from '../torch/value.ts'
import { collect } from './iterate.ts'
import { keyOf } from './keys.ts'
import { boundsOf } from './list-methods.ts'
import { type Method, type Methods, methodsFrom } from './method.ts'
import type { Operating } from './operators.ts'
import { takes, whole } from './takes.ts'

const textOf = (value: Value | undefined, what: string): string =>
  value?.kind === 'str'
    ? value.value
    : raise('TypeError', `${what} must be str, not ${typeName(value ?? none)}`, 'Give a text.')

const optional = (value: Value | undefined, what: string): string | null =>
  value === undefined || value.kind === 'none' ? null : textOf(value, what)

/** Trims given letters, or white space, from the ends. */
const stripped =
  (name: string, start: boolean, end: boolean): Method<string> =>
  (_, self, args) => {
    const letters = optional(args[0], `${name} arg`)
    const characters = [...self]
    const drop = (character: string | undefined): boolean =>
      character !== undefined && (letters === null ? /\s/u.test(character) : letters.includes(character))
    let [from, to] = [0, characters.length]
    while (start && from < to && drop(characters[from])) from++
    while (end && to > from && drop(characters[to - 1])) to--
    return str(characters.slice(from, to).join(''))
  }

const starts =
  (name: 'startswith' | 'endswith'): Method<string> =>
  (_, self, args) => {
    takes(name, args, 1, 3)
    const part = [...self].slice(...boundsOf([...self].length, args.slice(1))).join('')
    const [wanted = none] = args
    const all = wanted.kind === 'tuple' ? wanted.items : [wanted]
    return bool(
      all.some((each) => {
        if (each.kind !== 'str')
          return raise(
            'TypeError',
            `${name} first arg must be str or a tuple of str, not ${typeName(each)}`,
            'Give a text.',
          )
        return name === 'startswith' ? part.startsWith(each.value) : part.endsWith(each.value)
      }),
    )
  }

/** Where a text is in another, in letters; -1 where it is not. */
function placeIn(self: string, args: readonly Value[], last: boolean): number {
  const characters = [...self]
  const [from, to] = boundsOf(characters.length, args.slice(1))
  const part = characters.slice(from, to).join('')
  const wanted = textOf(args[0], 'argument')
  const found = last ? part.lastIndexOf(wanted) : part.indexOf(wanted)
  return found < 0 ? -1 : from + [...part.slice(0, found)].length
}

const finder =
  (last: boolean, must: boolean): Method<string> =>
  (_, self, args) => {
    const place = placeIn(self, args, last)
    if (place < 0 && must) raise('ValueError', 'substring not found', 'Look with "in" first, or use find.')
    return int(place)
  }

/** The parts between separators, at most `most` cuts; from the right where `right`. */
function partsOf(self: string, separator: string | null, most: number, right: boolean): string[] {
  if (separator === '')
    raise('ValueError', 'empty separator', 'Give the letters to split at; list(text) gives all letters.')
  const all =
    separator === null
      ? self
          .trim()
          .split(/\s+/u)
          .filter((part) => part !== '')
      : self.split(separator)
  if (most < 0 || all.length <= most + 1) return all
  if (separator !== null)
    return right
      ? [all.slice(0, all.length - most).join(separator), ...all.slice(all.length - most)]
      : [...all.slice(0, most), all.slice(most).join(separator)]
  const words = right ? self.trimEnd() : self.trimStart()
  const gaps = Array.from(words.matchAll(/\s+/gu), (gap) => [gap.index, gap.index + gap[0].length] as const)
  const cut = right ? gaps.slice(gaps.length - most) : gaps.slice(0, most)
  const parts: string[] = []
  let from = 0
  for (const [start, end] of cut) {
    parts.push(words.slice(from, start))
    from = end
  }
  return [...parts, words.slice(from)]
}

const splitter =
  (right: boolean): Method<string> =>
  ({ budget }, self, args, keywords) => {
    budget.allocate(self.length)
    const limit = args[1] ?? keywords.get('maxsplit')
    const separator = optional(args[0] ?? keywords.get('sep'), 'sep')
    return list(partsOf(self, separator, limit === undefined ? -1 : whole(limit), right).map(str))
  }

const partition =
  (last: boolean): Method<string> =>
  (_, self, args) => {
    const separator = textOf(args[0], 'separator')
    if (separator === '') raise('ValueError', 'empty separator', 'Give the letters to split at.')
    const place = last ? self.lastIndexOf(separator) : self.indexOf(separator)
    if (place < 0) return tuple((last ? ['', '', self] : [self, '', '']).map(str))
    return tuple([self.slice(0, place), separator, self.slice(place + separator.length)].map(str))
  }

const padded =
  (name: string, place: (text: string, missing: number, fill: string, width: number) => string): Method<string> =>
  ({ budget }, self, args) => {
    takes(name, args, 1, 2)
    const width = whole(args[0]!)
    const fill = args[1] === undefined ? ' ' : textOf(args[1], 'The fill character')
    if ([...fill].length !== 1)
      raise('TypeError', 'The fill character must be exactly one character long', 'Give one letter.')
    budget.allocate(Math.max(0, width))
    const missing = width - [...self].length
    return str(missing <= 0 ? self : place(self, missing, fill, width))
  }

/** A test that all letters pass; false for an empty text. */
const all =
  (pattern: RegExp): Method<string> =>
  (_, self) =>
    bool(pattern.test(self))

const cased = (self: string): string => self.replace(/[^\p{L}]/gu, '')

/** Each word with a large first letter. */
const titled = (self: string): string =>
  self.replace(/\p{L}+/gu, (word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())

function joined(at: Operating, self: string, value: Value): Value {
  const single = value.kind === 'int' || value.kind === 'float' || value.kind === 'bool' || value.kind === 'none'
  if (single) raise('TypeError', 'can only join an iterable', 'Give a list of texts.')
  const parts = collect(at, value).map((item, i) => {
    if (item.kind === 'str') return item.value
    return raise(
      'TypeError',
      `sequence item ${i}: expected str instance, ${typeName(item)} found`,
      'Turn every item into text first.',
    )
  })
  at.budget.allocate(parts.reduce((n, part) => n + part.length + self.length, 0))
  return str(parts.join(self))
}

/** The table of `maketrans`: what each letter becomes. */
function tableFrom(args: readonly Value[]): Value {
  const entries = new Map<string, readonly [Value, Value]>()
  const put = (letter: string, value: Value): void => {
    const key = int(letter.codePointAt(0) ?? 0)
    entries.set(keyOf(key), [key, value])
  }
  const [first, second, third] = args
  if (first?.kind === 'dict')
    for (const [key, value] of first.entries.values())
      if (key.kind === 'str') put(key.value, value)
      else entries.set(keyOf(key), [key, value])
  else {
    const [from, to] = [[...textOf(first, 'argument')], [...textOf(second, 'argument')]]
    if (from.length !== to.length)
      raise('ValueError', 'the first two maketrans arguments must have equal length', 'Give as many letters.')
    from.forEach((letter, i) => {
      put(letter, str(to[i]!))
    })
    if (third !== undefined) for (const letter of textOf(third, 'argument')) put(letter, none)
  }
  return { kind: 'dict', entries }
}

function translated(self: string, table: Value): Value {
  if (table.kind !== 'dict')
    return raise('TypeError', `'${typeName(table)}' object is not subscriptable`, 'Use str.maketrans.')
  return str(
    Array.from(self, (letter) => {
      const found = table.entries.get(keyOf(int(letter.codePointAt(0) ?? 0)))?.[1]
      if (found === undefined) return letter
      if (found.kind === 'str') return found.value
      return found.kind === 'int' ? String.fromCodePoint(found.value) : ''
    }).join(''),
  )
}

export const stringMethods: Methods<string> = methodsFrom<string>({
  upper: (_, self) => str(self.toUpperCase()),
  lower: (_, self) => str(self.toLowerCase()),
  casefold: (_, self) => str(self.toLowerCase().replaceAll('ß', 'ss')),
  capitalize: (_, self) => str(self.slice(0, 1).toUpperCase() + self.slice(1).toLowerCase()),
  title: (_, self) => str(titled(self)),
  swapcase: (_, self) =>
    str(Array.from(self, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('')),
  strip: stripped('strip', true, true),
  lstrip: stripped('lstrip', true, false),
  rstrip: stripped('rstrip', false, true),
  startswith: starts('startswith'),
  endswith: starts('endswith'),
  find: finder(false, false),
  rfind: finder(true, false),
  index: finder(false, true),
  rindex: finder(true, true),
  count: (_, self, args) => {
    const part = [...self].slice(...boundsOf([...self].length, args.slice(1))).join('')
    const wanted = textOf(args[0], 'argument')
    return int(wanted === '' ? [...part].length + 1 : part.split(wanted).length - 1)
  },
  split: splitter(false),
  rsplit: splitter(true),
  splitlines: (_, self, args, keywords) => {
    const keep = args[0] ?? keywords.get('keepends')
    const lines = self.match(/[^\n\r]*(?:\r\n|\n|\r)|[^\n\r]+$/g) ?? []
    return list(lines.map((line) => str(keep?.kind === 'bool' && keep.value ? line : line.replace(/[\r\n]+$/, ''))))
  },
  partition: partition(false),
  rpartition: partition(true),
  replace: ({ budget }, self, args) => {
    takes('replace', args, 2, 3)
    const [from, to] = [textOf(args[0], 'replace() argument 1'), textOf(args[1], 'replace() argument 2')]
    budget.allocate(self.length * (to.length + 1))
    let left = args[2] === undefined || whole(args[2]) < 0 ? Number.POSITIVE_INFINITY : whole(args[2])
    return str(self.replaceAll(from, () => (left-- > 0 ? to : from)))
  },
  removeprefix: (_, self, args) => {
    const prefix = textOf(args[0], 'removeprefix() argument')
    return str(prefix !== '' && self.startsWith(prefix) ? self.slice(prefix.length) : self)
  },
  removesuffix: (_, self, args) => {
    const suffix = textOf(args[0], 'removesuffix() argument')
    return str(suffix !== '' && self.endsWith(suffix) ? self.slice(0, -suffix.length) : self)
  },
  join: (at, self, args) => {
    takes('str.join', args, 1)
    return joined(at, self, args[0]!)
  },
  ljust: padded('ljust', (text, missing, fill) => text + fill.repeat(missing)),
  rjust: padded('rjust', (text, missing, fill) => fill.repeat(missing) + text),
  // CPython puts the odd letter on the left where the width is odd.
  center: padded('center', (text, missing, fill, width) => {
    const left = Math.floor(missing / 2) + (missing & width & 1)
    return fill.repeat(left) + text + fill.repeat(missing - left)
  }),
  zfill: ({ budget }, self, args) => {
    takes('str.zfill', args, 1)
    const width = whole(args[0]!)
    budget.allocate(Math.max(0, width))
    const sign = /^[+-]/.exec(self)?.[0] ?? ''
    return str(sign + self.slice(sign.length).padStart(width - sign.length, '0'))
  },
  expandtabs: ({ budget }, self, args, keywords) => {
    const size = args[0] ?? keywords.get('tabsize')
    const step = size === undefined ? 8 : whole(size)
    budget.allocate(Math.max(0, step) * (self.split('\t').length - 1))
    let column = 0
    return str(
      Array.from(self, (letter) => {
        if (letter !== '\t') {
          column = letter === '\n' ? 0 : column + 1
          return letter
        }
        const width = step <= 0 ? 0 : step - (column % step)
        column += width
        return ' '.repeat(width)
      }).join(''),
    )
  },
  isalpha: all(/^\p{L}+$/u),
  isdigit: all(/^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u),
  isdecimal: all(/^\p{Nd}+$/u),
  isnumeric: all(/^\p{N}+$/u),
  isalnum: all(/^[\p{L}\p{N}]+$/u),
  isspace: all(/^\s+$/u),
  isascii: (_, self) => bool([...self].every((letter) => letter < '\x80')),
  isidentifier: all(/^[\p{L}_][\p{L}\p{N}_]*$/u),
  isprintable: (_, self) => bool(!/\p{C}/u.test(self)),
  isupper: (_, self) => bool(cased(self) !== '' && self === self.toUpperCase()),
  islower: (_, self) => bool(cased(self) !== '' && self === self.toLowerCase()),
  istitle: (_, self) => bool(cased(self) !== '' && self === titled(self)),
  maketrans: (_, __, args) => tableFrom(args),
  translate: ({ budget }, self, args) => {
    takes('str.translate', args, 1)
    const result = translated(self, args[0]!)
    if (result.kind === 'str') budget.allocate(result.value.length)
    return result
  },
  encode: () =>
    raise('NotImplementedError', 'bytes are not supported here', 'Use ord(letter) for the number of a letter.'),
})
