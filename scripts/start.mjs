// `npm start`: installs what is missing, then builds and serves the app.
//
// The built app and not the development server, because this is for a student's laptop: a build takes a few seconds once, after which
// the page loads in a handful of requests instead of hundreds, React runs at full speed, and everything (policy, worker, offline copy)
// is exactly what a published page has. Who changes the code wants `npm run dev`.
import { runNode } from './processes.mjs'
import { serve } from './serve.mjs'
import { setUp } from './setup.mjs'

try {
  await setUp()
  console.log('Building …')
  const { code, output } = await runNode('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn'])
  if (code !== 0) throw new Error(`${output}\nThe app could not be built: the reason stands above.`)
  // The port is part of the origin that a browser keeps the reader's work under, so it is an unusual one, and the same every time.
  const { url } = await serve({ port: Number(process.env['PORT'] ?? 4747), host: process.env['HOST'] ?? 'localhost' })
  console.log(`\n  Gradwalk is running. Open\n\n    ${url}\n\n  in a browser. Ctrl+C ends it.\n`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
