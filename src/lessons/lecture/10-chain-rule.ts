import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import {
  changed,
  computed,
  equal,
  gathered,
  gradient,
  literal,
  local,
  math,
  minus,
  name,
  over,
  partial,
  plus,
  rule,
  say,
  slope,
  times,
  value,
} from '../prose.ts'

const main = exampleNamed('chain-rule')

export const lesson: Lesson = {
  id: 'chain-rule',
  title: 'The chain rule: gears',
  part: 'mathematics',
  goal: 'Multiply local slopes, each taken at the point where the forward pass was.',
  programs: { main },
  beats: [
    {
      id: 'gears',
      title: say`Functions inside functions, like gears`,
      text: [
        say`${equal(name('f'), rule('f'))}, then ${equal(name('g'), rule('g'))}, then ${equal(name('z'), rule('z'))}. Turn ${name('x')} a little, and every gear behind it turns; how much is the *gear ratio*, its local slope.`,
      ],
      at: 'start',
      until: 'forward',
    },
    {
      id: 'nudge',
      title: say`Turn the first gear a little`,
      text: [
        say`In forward mode ${name('x')} moves with speed one, and each step says how fast the next value moves. Follow the green numbers to ${name('z')}.`,
      ],
      at: 'start',
      until: 'end',
      show: { moving: { of: 'x' } },
    },
    {
      id: 'slopes',
      title: say`Each gear has its own slope`,
      text: [
        say`${equal(slope('f', 'x'), local('f', 'x'))}, the same everywhere. ${equal(slope('g', 'f'), local('g', 'f'))}: twice ${name('f')}, taken at ${equal(name('f'), value('f'))}, where the forward pass was; not at ${equal(name('x'), value('x'))}. And ${equal(slope('z', 'g'), local('z', 'g'))}.`,
      ],
      at: 'seed',
      until: gathered('g'),
    },
    {
      id: 'ask',
      title: say`What is ${slope('z', 'x')}?`,
      text: [say`The local slopes are ${local('f', 'x')}, ${local('g', 'f')} and ${local('z', 'g')}.`],
      at: gathered('g'),
      until: 'end',
      question: {
        ask: say`What is ${slope('z', 'x')}?`,
        choices: [
          {
            says: say`${gradient('x')}`,
            right: true,
            because: say`The slopes multiply, each at its own point: ${equal(partial('x'), gradient('x'))}.`,
          },
          {
            says: say`${times(times(local('z', 'g'), times(literal(2), value('x'))), local('f', 'x'))}`,
            right: false,
            because: say`That takes the slope of the square at ${name('x')}. It must be taken at ${name('f')}, where the forward pass was: ${local('g', 'f')}.`,
          },
          {
            says: say`${times(local('g', 'f'), local('f', 'x'))}`,
            right: false,
            because: say`The slope of the last gear, ${local('z', 'g')}, is missing.`,
          },
          {
            says: say`${plus(plus(local('z', 'g'), local('g', 'f')), local('f', 'x'))}`,
            right: false,
            because: say`Slopes along one road are multiplied; you added them.`,
          },
          {
            says: say`${times(local('z', 'g'), local('g', 'f'))}`,
            right: false,
            because: say`The slope of the first gear, ${local('f', 'x')}, is missing.`,
          },
        ],
      },
      slide: {
        erratum: 'E04',
        says: say`Four functions, four factors, the first of them ${math('\\frac{dz}{dh}', 'dz/dh')}.`,
        right: say`There are three functions: ${math('z', 'z')} *is* the last of them, so that factor is one, a spare wheel. And every factor has its own point: the slope of each function is taken where its input was.`,
      },
    },
    {
      id: 'check',
      title: say`A small turn checks it`,
      text: [
        say`Move ${name('x')} a hundredth to either side: ${name('z')} changes by ${minus(changed('x', plus(value('x'), literal(0.01)), value('z')), changed('x', minus(value('x'), literal(0.01)), value('z')))} over that stretch, that is ${over(minus(changed('x', plus(value('x'), literal(0.01)), value('z')), changed('x', minus(value('x'), literal(0.01)), value('z'))), literal(0.02))} for each unit. The *Check* tab does this for every gradient.`,
      ],
      at: 'end',
      show: { detail: 'check' },
    },
    {
      id: 'curve',
      title: say`The slope is that of the curve`,
      text: [
        say`Drawn over ${name('x')}, the product of all slopes is the slope of the tangent: ${gradient('x')} here. Drag the point.`,
      ],
      at: 'end',
      show: { plot: { over: { of: 'x' }, of: [{ of: 'z' }], derivative: true, beside: true } },
    },
    {
      id: 'aha',
      title: say`Multiply local slopes, each where the forward pass was`,
      text: [
        say`${math("z = h(g(f(x))) \\quad\\Rightarrow\\quad \\frac{dz}{dx} = h'(g(f(x)))\\; g'(f(x))\\; f'(x)", 'z = h(g(f(x))) ⇒ dz/dx = h′(g(f(x))) · g′(f(x)) · f′(x)')}. Backpropagation is this product, computed from the left.`,
      ],
      at: computed('z'),
      until: 'end',
    },
  ],
}
