import type { SyntaxNode } from '@lezer/common'
import type { Entry, EntryKind } from '../../torch/documentation/entry.ts'
import { documentation, membersOf } from '../../torch/documentation/index.ts'
import { heldBy, inherited, lineage, type Meaning, meaningOf } from './meaning.ts'
import {
  around,
  attributesOf,
  type Binding,
  methodsOf,
  nodeAt,
  type Program,
  signatureOf,
  visibleAt,
} from './program.ts'

/** A name that can stand where someone is writing. */
export interface Suggestion {
  readonly name: string
  readonly kind: EntryKind | 'variable'
  /** Beside the name: a shape, or how it is called. */
  readonly detail: string | null
  readonly entry: Entry | null
}

/** What can stand at a place: the names, and where the word that is being written begins. */
export interface Suggestions {
  readonly from: number
  readonly names: readonly Suggestion[]
}

const ofEntry = (entry: Entry): Suggestion => ({ name: entry.name, kind: entry.kind, detail: null, entry })

const own = (name: string, kind: Suggestion['kind'], detail: string | null = null): Suggestion => ({
  name,
  kind,
  detail,
  entry: null,
})

/** The first of every name. */
function distinct(names: readonly Suggestion[]): Suggestion[] {
  const found = new Map<string, Suggestion>()
  for (const each of names) if (!found.has(each.name)) found.set(each.name, each)
  return [...found.values()]
}

/** What stands behind a dot. */
function membersIn(program: Program, object: Meaning | null): Suggestion[] {
  switch (object?.kind) {
    case 'documented':
      return object.entry.kind === 'module' || object.entry.kind === 'class'
        ? membersOf(object.entry.path).map(ofEntry)
        : []
    case 'object':
      return membersOf(object.of).map(ofEntry)
    case 'own class':
    case 'own object': {
      const types = lineage(program, object.node)
      return distinct([
        ...types.flatMap((type) => attributesOf(program, type).map(({ name }) => own(name, 'attribute'))),
        ...types.flatMap((type) =>
          methodsOf(program, type)
            .filter(({ name }) => !name.startsWith('__'))
            .map(({ name, node }) => own(name, 'method', signatureOf(program, node).slice(name.length))),
        ),
        ...inherited(program, object.node).flatMap((path) => membersOf(path).map(ofEntry)),
      ])
    }
    case 'own function':
    case undefined:
      return []
  }
}

const kindOf = (program: Program, binding: Binding): Suggestion['kind'] => {
  switch (binding.kind) {
    case 'import':
      return documentation.get(binding.path)?.kind ?? 'variable'
    case 'function':
    case 'class':
      return binding.kind
    case 'value': {
      const meaning = meaningOf(program, binding.value)
      return meaning?.kind === 'documented' ? meaning.entry.kind : 'variable'
    }
    case 'unknown':
      return 'variable'
  }
}

/** The names that stand by themselves: the program's own, what the last run left, Python's. */
function namesAt(program: Program, node: SyntaxNode, from: number): Suggestion[] {
  const visible = visibleAt(program, node)
    .filter(({ at }) => at !== from)
    .map(({ name, binding, scope }) => {
      const entry = binding.kind === 'import' ? (documentation.get(binding.path) ?? null) : null
      const shape = scope === null ? (program.tensors.get(name) ?? null) : null
      return { name, kind: kindOf(program, binding), detail: shape, entry }
    })
  const left = [...program.tensors].map(([name, shape]) => own(name, 'variable', shape))
  const python = [...documentation.values()].filter(({ path, name, kind }) => path === name && kind !== 'module')
  return distinct([...visible, ...left, ...python.map(ofEntry)])
}

/** A parameter that can be given by its name in the brackets around a place. */
function keywordsAt(program: Program, node: SyntaxNode): Suggestion[] {
  const list = node.name === 'ArgList' ? node : node.parent?.name === 'ArgList' ? node.parent : null
  const callee = list?.parent?.name === 'CallExpression' ? list.parent.firstChild : null
  if (callee === null || callee === undefined) return []
  const meaning = meaningOf(program, callee)
  if (meaning?.kind !== 'documented') return []
  return keywordNames(meaning.entry).map((name) => own(`${name}=`, 'variable', 'argument'))
}

const keywordNames = ({ signature, kind }: Entry): string[] =>
  kind === 'keyword' ? [] : [...signature.matchAll(/[(,]\s*(\w+)=/g)].map(([, name = '']) => name)

const silent = new Set(['Comment', 'String', 'Number'])

/** What can stand at a place of a program; null where nothing is to be suggested, as in a comment. */
export function suggestionsAt(program: Program, place: number): Suggestions | null {
  const [word = ''] = /\w*$/.exec(program.text.slice(0, place)) ?? []
  const from = place - word.length
  if (/^\d/.test(word) || silent.has(program.tree.resolveInner(place, -1).name)) return null
  const node = nodeAt(program, place)
  const inText = node.name === 'FormatString' || around(node, ['FormatString']) !== null
  if (inText && around(node, ['FormatReplacement']) === null && node.name !== 'FormatReplacement') return null
  const dot = /\.\s*$/.exec(program.text.slice(0, from))
  if (dot !== null) {
    const names = membersIn(program, heldBy(objectBefore(program, dot.index)))
    return names.length === 0 ? null : { from, names: distinct(names) }
  }
  const importing = around(node, ['ImportStatement']) ?? (node.name === 'ImportStatement' ? node : null)
  if (importing !== null) return importable(program, importing, from)
  return { from, names: distinct([...keywordsAt(program, node), ...namesAt(program, node, from)]) }
}

/** What stands before a dot. */
function objectBefore(program: Program, dot: number): Meaning | null {
  let node = program.tree.resolveInner(dot, -1)
  if (node.to !== dot) return null
  const line = /^\s*(?:from|import)\s+(?:[\w., ]*[ ,])?([\w.]+)$/.exec(
    program.text.slice(0, dot).split('\n').at(-1) ?? '',
  )
  const entry = line === null ? undefined : documentation.get(line[1] ?? '')
  if (entry !== undefined) return { kind: 'documented', entry }
  while (node.parent !== null && node.parent.to === dot && isExpression(node.parent.name)) node = node.parent
  return meaningOf(program, node)
}

const isExpression = (name: string): boolean => /Expression$|^String$|^FormatString$|^ArgList$/.test(name)

/** What `from torch.nn import …` and `import …` can name. */
function importable(program: Program, statement: SyntaxNode, from: number): Suggestions | null {
  const [, path] = /^from\s+([\w.]+)\s+import\b/.exec(program.text.slice(statement.from, from)) ?? []
  if (path !== undefined) {
    const names = membersOf(path).map(ofEntry)
    return names.length === 0 ? null : { from, names }
  }
  const modules = [...documentation.values()].filter((entry) => entry.kind === 'module' && entry.path === entry.name)
  return { from, names: modules.map(ofEntry) }
}
