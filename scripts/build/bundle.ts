import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/**
 * Bundles one entry with all it imports into one script, as text.
 * @param path from the repository's root
 * @param define names that the script uses, and the JavaScript that stands for them
 */
export async function bundle(path: string, define: Record<string, string> = {}): Promise<string> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const built = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define,
    build: {
      write: false,
      target: 'baseline-widely-available',
      modulePreload: false,
      rolldownOptions: { input: path, output: { codeSplitting: false } },
    },
  })
  const outputs = [built].flat().flatMap((result) => ('output' in result ? result.output : []))
  const [script, ...others] = outputs.filter((output) => output.type === 'chunk')
  if (script === undefined || others.length > 0) throw new Error(`${path} did not become one script`)
  return script.code
}
