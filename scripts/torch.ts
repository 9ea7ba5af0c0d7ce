// `npm run --silent torch -- [--json] FILE...`: runs PyTorch programs with this app's engine and prints what they print.
// --json prints one line a file instead: what it printed, its error, its tensors and their gradients.
import { readFileSync } from 'node:fs'
import type { Tensor } from '../src/core/tensor.ts'
import { run } from '../src/lang/interpret.ts'
import type { Run } from '../src/lang/run.ts'

type Json = number | string | boolean | null | readonly Json[] | { readonly [key: string]: Json }

const plainNumber = (x: number): Json => (Number.isNaN(x) ? 'nan' : Number.isFinite(x) ? x : x > 0 ? 'inf' : '-inf')

function nested({ data, shape, dtype }: Tensor, axis = 0, from = 0): Json {
  if (axis === shape.length) return dtype === 'bool' ? data[from] !== 0 : plainNumber(data[from]!)
  const stride = shape.slice(axis + 1).reduce((n, extent) => n * extent, 1)
  const whole = { data, shape, dtype }
  return Array.from({ length: shape[axis]! }, (_, i) => nested(whole, axis + 1, from + i * stride))
}

const parametersIn = (modules: Run['modules']): Json =>
  Object.fromEntries(
    modules.map(({ name, parameters }): [string, Json] => [
      name,
      Object.fromEntries(
        parameters.map(({ name: path, value, grad }): [string, Json] => [
          path,
          { shape: value.shape, value: nested(value), grad: grad === null ? null : nested(grad) },
        ]),
      ),
    ]),
  )

function asJson(file: string, { stdout, error, variables, modules }: Run): Json {
  const tensors = variables.map(({ name, value, grad, requiresGrad, isLeaf }): [string, Json] => [
    name,
    {
      shape: value.shape,
      value: nested(value),
      grad: grad === null ? null : nested(grad),
      dtype: value.dtype,
      requires_grad: requiresGrad,
      is_leaf: isLeaf,
    },
  ])
  const failure = error === null ? null : { type: error.type, message: error.message, line: error.line }
  return { file, stdout, error: failure, tensors: Object.fromEntries(tensors), modules: parametersIn(modules) }
}

function report(file: string, { stdout, error }: Run): void {
  process.stdout.write(stdout)
  if (error === null) return
  const place = error.line === null ? '' : `  File "${file}", line ${error.line}\n`
  process.stderr.write(`${place}${error.type}${error.message === '' ? '' : `: ${error.message}`}\n`)
}

function main(args: readonly string[]): number {
  const files = args.filter((arg) => !arg.startsWith('--'))
  const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--json')
  if (unknown !== undefined || files.length === 0) {
    process.stderr.write(
      `${unknown === undefined ? 'Name at least one program.' : `There is no option ${unknown}.`} Usage: npm run --silent torch -- [--json] FILE...\n`,
    )
    return 2
  }
  let failed = false
  for (const file of files) {
    let source: string
    try {
      source = readFileSync(file, 'utf8')
    } catch {
      process.stderr.write(`Cannot read ${file}: is it there, and is it a text file?\n`)
      return 2
    }
    const result = run(source, { timeLimitMs: 60_000 })
    if (args.includes('--json')) process.stdout.write(`${JSON.stringify(asJson(file, result))}\n`)
    else report(file, result)
    failed ||= result.error !== null
  }
  return failed ? 1 : 0
}

process.exitCode = main(process.argv.slice(2))
