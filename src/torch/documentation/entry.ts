/** What a documented name is. */
export type EntryKind = 'function' | 'method' | 'attribute' | 'class' | 'module' | 'constant' | 'keyword'

/** What a name of PyTorch or of Python is, in words. */
export interface Entry {
  /** The name with where it lives: `torch.sum`, `torch.Tensor.sum`, `print`. */
  readonly path: string
  /** Its last part. */
  readonly name: string
  readonly kind: EntryKind
  /** How it is called, with what is taken where an argument is left out: `sum(input, dim=None, keepdim=False)`; the name alone where it is not called. */
  readonly signature: string
  /** One line of what it is. */
  readonly says: string
  /** What becomes of the shapes: `(…, in) → (…, out)`; null where there is nothing to say. */
  readonly shape: string | null
  /** Where its makers describe it: an address without `https://`. */
  readonly page: string
}

/** A text as it is written down: how it is called, what it is, and its shape rule. */
export type Written = readonly [signature: string, says: string, shape?: string]

/** Where and what a group of texts is about. */
interface Group {
  /** What stands before each name: `torch.nn`; empty for names that Python knows by itself. */
  readonly within: string
  readonly kind: EntryKind
  /** The address of a name's page. */
  readonly page: (name: string) => string
}

const torchPages = 'docs.pytorch.org/docs/stable/'

/** A page of its own for each name, as most of PyTorch has it. */
export const ownPage =
  (within: string) =>
  (name: string): string =>
    `${torchPages}generated/${within}.${name}.html`

/** A place on a page that names share. */
export const sharedPage =
  (page: string, within: string) =>
  (name: string): string =>
    `${torchPages}${page}.html#${within}.${name}`

/** One page whatever the name. */
export const onePage = (page: string) => (): string => `${torchPages}${page}`

/** The name that a signature begins with. */
export const nameIn = (signature: string): string => signature.split('(')[0] ?? signature

/** Texts of one group, each with its path and its page. */
export function entries({ within, kind, page }: Group, texts: readonly Written[]): Entry[] {
  return texts.map(([signature, says, shape = null]) => {
    const name = nameIn(signature)
    return { path: within === '' ? name : `${within}.${name}`, name, kind, signature, says, shape, page: page(name) }
  })
}

/** The parts of a signature between its brackets, as they are written: `dim=None`, `*`, `betas=(0.9, 0.999)`. */
export function parametersIn(signature: string): string[] {
  const open = signature.indexOf('(')
  if (open < 0) return []
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const letter of signature.slice(open + 1, signature.lastIndexOf(')'))) {
    depth += '([{'.includes(letter) ? 1 : ')]}'.includes(letter) ? -1 : 0
    if (letter === ',' && depth === 0) {
      parts.push(part.trim())
      part = ''
    } else part += letter
  }
  return part.trim() === '' ? parts : [...parts, part.trim()]
}
