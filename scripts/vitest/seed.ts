import fc from 'fast-check'

// Every run of the tests draws the same examples, so that red and green mean something. `SEED=random npm run unit` draws new ones;
// a failure prints its seed.
const seed = process.env['SEED']
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed ?? 1) })
