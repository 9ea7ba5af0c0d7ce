import { frameAt } from '../../core/frame.ts'
import type { Tensor } from '../../core/tensor.ts'
import type { Trace } from '../../core/trace.ts'
import type { Run } from '../../lang/run.ts'
import { check, isShort, reached } from './check.ts'

/** A place in a program's text where a pass can be checked as it runs: behind this line, by this much indented. */
export interface Place {
  readonly line: number
  readonly indent: string
}

const indentOf = (line: string): string => /^\s*/.exec(line)![0]

const isBlank = (line: string): boolean => /^\s*(?:#.*)?$/.test(line)

/** The line that opens the outermost block around a line, from 0, the line itself where there is none; null where the line stands in a function or a class. */
function outermost(lines: readonly string[], at: number): number | null {
  let [found, indent] = [at, indentOf(lines[at]!).length]
  for (let i = at - 1; i >= 0 && (indent > 0 || /^(?:elif|else|except|finally)\b/.test(lines[found]!)); i--) {
    const line = lines[i]!
    if (isBlank(line) || indentOf(line).length > indent || (indent > 0 && indentOf(line).length === indent)) continue
    if (!/^\s*(?:for|while|with|if|elif|else|try|except|finally)\b/.test(line)) return null
    indent = indentOf(line).length
    found = i
  }
  return found
}

/** Whether a line stands in no function and no class: what it names are the program's own variables. */
const isOutermost = (lines: readonly string[], at: number): boolean => outermost(lines, at) !== null

/** Where the passes of a program can be checked as they run; null where its text does not say it simply: one `backward()`, alone on its line, outside of functions. */
export function placeOf(source: string, line: number): Place | null {
  const lines = source.split('\n')
  const text = lines[line - 1]
  if (text === undefined || source.split('backward(').length !== 2 || /["']{3}/.test(source)) return null
  if (!/^\s*[\w.[\]() *+-]+\.backward\([^()]*\)\s*(?:#.*)?$/.test(text) || !isOutermost(lines, line - 1)) return null
  return { line, indent: indentOf(text) }
}

/** The lines that give a name something else, 1-based. */
const assigning = (lines: readonly string[], name: string): number[] => {
  const among = new RegExp(`(?<![\\w.])${name}(?!\\w)`)
  return lines.flatMap((line, i) => {
    const target =
      /^\s*for\b(.*?)\bin\b/.exec(line)?.[1] ??
      /\bas\b(.*)/.exec(line)?.[1] ??
      /^([^=#]*?)(?:[-+*/@%]|\/\/|\*\*)?=(?!=)/.exec(line)?.[1] ??
      /^\s*(?:del|global)\b(.*)/.exec(line)?.[1]
    return target !== undefined && among.test(target) ? [i + 1] : []
  })
}

/** Whether a variable that was given a tensor in one line still holds it when a backward pass has run in another. */
function stillHolds(lines: readonly string[], name: string, from: number, { line }: Place): boolean {
  const others = assigning(lines, name).filter((other) => other !== from)
  return from < line
    ? others.every((other) => other < from || other > line)
    : others.every((other) => other < line && indentOf(lines[other - 1]!) === '')
}

/** The checks of a pass that the program's own names allow where it runs, and what is not checked. */
export interface PassChecks {
  readonly lines: readonly string[]
  readonly leftOut: readonly string[]
}

/** The checks of a pass at its place: values and gradients of what variables and modules hold right behind it. */
export function checksAt(place: Place, trace: Trace, run: Run): PassChecks {
  const { nodes } = trace.graph
  const backward = trace.steps.filter(({ kind }) => kind !== 'update').length
  const { values, gradients } = frameAt(trace, backward)
  const lines = run.source.split('\n')
  const variables = new Set(run.variables.map(({ name }) => name))
  const paths = new Map<string, string>(
    run.modules.flatMap(({ name, parameters }) =>
      parameters.map(({ name: path }) => [`${name}.${path}`, reached(name, path)] as const),
    ),
  )
  const last = new Map(nodes.flatMap(({ name }, index) => (name === undefined ? [] : [[name, index] as const])))
  const held = (name: string, from: number | undefined): boolean =>
    variables.has(name) && from !== undefined && isOutermost(lines, from - 1) && stillHolds(lines, name, from, place)
  let nameless = 0
  const checks: string[] = []
  const leftOut: string[] = []
  nodes.forEach((node, index) => {
    const { name, line } = node
    const value: Tensor = values[index] ?? node.value
    const gradient = gradients[index]
    const said = `${name ?? 'a parameter'}${line === undefined ? '' : ` of line ${line}`}`
    const isLast = name !== undefined && last.get(name) === index
    const path = name === undefined || !isLast ? undefined : (paths.get(name) ?? (held(name, line) ? name : undefined))
    if (path === undefined) {
      if (name !== undefined || (node.kind === 'leaf' && node.role === 'parameter'))
        leftOut.push(`${said}, which no variable is sure to hold there`)
      else if (node.kind === 'op') nameless++
    } else if (!isShort(value)) leftOut.push(`${said}, which has ${value.data.length} numbers`)
    else {
      checks.push(check(path, value))
      if (node.kind === 'leaf' && gradient !== undefined) checks.push(check(`${path}.grad`, gradient))
      else if (gradient !== undefined) leftOut.push(`the gradient of ${said}, which PyTorch does not keep`)
    }
  })
  const rest = nameless === 0 ? [] : [`${nameless} ${nameless === 1 ? 'result' : 'results'} without a name`]
  return { lines: checks, leftOut: [...leftOut, ...rest] }
}

/** What counts the passes of a program. */
const counter = 'gradwalk_passes'

/** The program with the checks of one pass behind it, where it runs. */
export function withChecks(source: string, { line, indent }: Place, pass: number, checks: readonly string[]): string {
  const lines = source.split('\n')
  const start = outermost(lines, line - 1) ?? 0
  const inside = [
    `${counter} += 1`,
    `if ${counter} == ${pass + 1}:`,
    ...['import torch', ...checks].map((each) => `    ${each}`),
  ]
  return [
    ...lines.slice(0, start),
    `${counter} = 0`,
    ...lines.slice(start, line),
    ...inside.map((each) => indent + each),
    ...lines.slice(line),
  ].join('\n')
}

/** What makes sure at the end that all passes ran, and with them the checks. */
export const reachedAll = (backwards: number): string => `assert ${counter} == ${backwards}`
