import { edited } from '../edited.ts'
import { exampleNamed } from '../examples.ts'
import type { Lesson } from '../lesson.ts'
import {
  changed,
  computed,
  equal,
  type Figure,
  flow,
  flowNumbers,
  gathered,
  gradient,
  inNumbers,
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
  tangent,
  times,
  value,
} from '../prose.ts'

const gears = exampleNamed('chain-rule')

const undo = edited(gears, [
  ['# Chain rule', '# Two gears that undo each other'],
  ['g = f**2', 'g = torch.exp(f)'],
  ['z = 0.5 * g', 'z = torch.log(g)'],
])

const little = literal(0.01)
const up = plus(value('x'), little)
const down = minus(value('x'), little)
const outputAt = (x: Figure) => changed('x', x, value('z'))

/** The slope of the square as if it were taken at another number than f. */
const squareAt = (point: Figure) => times(literal(2), point)
const withSquareAt = (point: Figure) => times(times(local('z', 'g'), squareAt(point)), local('f', 'x'))

export const lesson: Lesson = {
  id: 'chain-rule',
  title: 'Gears: the chain rule',
  part: 'mathematics',
  goal: 'Multiply local slopes along a chain, each taken at the number that the forward pass put there.',
  programs: { main: gears, undo },
  beats: [
    {
      id: 'gears',
      title: say`Three gears in a row`,
      text: [
        say`The number ${name('x')} turns ${name('f')}, ${name('f')} turns ${name('g')}, and ${name('g')} turns ${name('z')}. No gear sees more than its neighbour.`,
        say`We want to know one thing: when ${name('x')} turns a little, how much does ${name('z')} turn? That ratio is ${partial('x')}.`,
      ],
      at: 'start',
      note: say`Let the room guess whether the three ratios are added or multiplied, before any number is shown. Keep the vote on the board.`,
    },
    {
      id: 'forward',
      title: say`Forward: where every gear stands`,
      text: [
        say`From ${equal(name('x'), value('x'))} we get ${equal(name('f'), rule('f'), value('f'))}, then ${equal(name('g'), rule('g'), inNumbers('g'), value('g'))}, then ${equal(name('z'), rule('z'), inNumbers('z'), value('z'))}.`,
        say`Remember these numbers. The slopes that come next depend on *where* each gear stands.`,
      ],
      at: 'start',
      until: 'forward',
      note: say`The room computes each gear before you press. Then point at ${name('f')} = ${value('f')}: this is where the slope of the square will be taken.`,
    },
    {
      id: 'last',
      title: say`The last gear: ${equal(slope('z', 'g'), local('z', 'g'))}`,
      text: [
        say`We begin at the far end. ${equal(name('z'), rule('z'))}: whatever ${name('g')} does, ${name('z')} does ${local('z', 'g')} times as much.`,
        say`We start with ${equal(partial('z'), gradient('z'))} and multiply: ${equal(partial('g'), flowNumbers('z', 'g'), gradient('g'))}.`,
      ],
      at: 'seed',
      until: gathered('g'),
      note: say`Ask at which end one would begin. Both ends work; we begin at the output, and the lesson on the two modes says why.`,
    },
    {
      id: 'middle',
      title: say`The slope of the square is taken at ${name('f')}, not at ${name('x')}`,
      text: [
        say`${equal(name('g'), rule('g'))} has no single ratio: the square is steeper the farther out it stands. What counts is where it stands *now*: at ${equal(name('f'), value('f'))}. There its slope is ${equal(slope('g', 'f'), local('g', 'f'))}.`,
        say`So ${equal(partial('f'), flow('g', 'f'), flowNumbers('g', 'f'), gradient('f'))}.`,
      ],
      at: gathered('f'),
      note: say`The slip to watch for: the slope taken at ${name('x')} in place of ${name('f')}. Ask where the square stands *now* before you show its slope.`,
    },
    {
      id: 'ask-x',
      title: say`What is ${partial('x')}?`,
      text: [
        say`One gear is left: ${equal(name('f'), rule('f'))}. It hands on ${local('f', 'x')} for every one that ${name('x')} turns.`,
      ],
      at: gathered('f'),
      until: 'end',
      question: {
        ask: say`What is ${partial('x')} at ${equal(name('x'), value('x'))}?`,
        choices: [
          {
            says: say`${gradient('x')}`,
            right: true,
            because: say`All three ratios, multiplied: ${slope('z', 'g')} is ${local('z', 'g')}, ${slope('g', 'f')} is ${local('g', 'f')}, ${slope('f', 'x')} is ${local('f', 'x')}.`,
          },
          {
            says: say`${withSquareAt(value('x'))}`,
            right: false,
            because: say`That takes the slope of the square at ${name('x')}, ${squareAt(value('x'))}. The square never sees ${name('x')}; it stands at ${equal(name('f'), value('f'))}, where its slope is ${local('g', 'f')}.`,
          },
          {
            says: say`${times(local('g', 'f'), local('f', 'x'))}`,
            right: false,
            because: say`That is ${slope('g', 'x')}: the last gear, ${equal(slope('z', 'g'), local('z', 'g'))}, is missing.`,
          },
          {
            says: say`${plus(plus(local('z', 'g'), local('g', 'f')), local('f', 'x'))}`,
            right: false,
            because: say`That adds the ratios. One gear after the other *multiplies* them.`,
          },
          {
            says: say`${times(local('z', 'g'), local('g', 'f'))}`,
            right: false,
            because: say`That is ${partial('f')}: the first gear, ${equal(slope('f', 'x'), local('f', 'x'))}, is missing.`,
          },
        ],
      },
      note: say`A full minute, pencils out. Every wrong choice is one slip: the wrong point, a factor left out, a sum for a product. Let the room name them.`,
    },
    {
      id: 'turn',
      title: say`Turn ${name('x')} a little, and watch the others`,
      text: [
        say`The same from the other end. Let ${name('x')} turn at speed ${tangent('x', { of: 'x' })}. Then ${name('f')} turns at speed ${tangent('f', { of: 'x' })}, ${name('g')} at ${tangent('g', { of: 'x' })}, and ${name('z')} at ${tangent('z', { of: 'x' })}.`,
        say`Each gear takes the speed of the one before it and multiplies it by its own ratio. From either end the product is the same.`,
      ],
      at: 'start',
      until: 'end',
      show: { moving: { of: 'x' } },
      note: say`Nothing flows back here: speeds run along with the values. Ask for the speed of ${name('z')} before the last press, and compare it with what came from the other end.`,
    },
    {
      id: 'wrong-point',
      title: say`A slope at the wrong point`,
      text: [
        say`This backward pass has a mistake planted in it. It takes the slope of the square at its *output*, ${value('g')}, and not at its input, ${value('f')}. So it arrives at ${withSquareAt(value('g'))} where ${gradient('x')} is right.`,
        say`All else is done well, and nothing crashes. A slope at the wrong point is one of the quietest mistakes there are.`,
      ],
      at: 'end',
      show: { mistake: 'wrong-point' },
      note: say`Say that a mistake is planted, and let them hunt for it before you read the text. It is gone as soon as you leave the beat.`,
    },
    {
      id: 'check',
      title: say`Ask the function itself`,
      text: [
        say`Is ${gradient('x')} right? Push ${name('x')} from ${value('x')} to ${up}: ${name('z')} goes from ${value('z')} to ${outputAt(up)}. Push it to ${down} instead: ${name('z')} goes to ${outputAt(down)}.`,
        say`The difference of the two, divided by how far they lie apart, is ${over(minus(outputAt(up), outputAt(down)), minus(up, down))}. The engine makes this test for every number in the *Check* tab.`,
      ],
      at: 'end',
      show: { detail: 'check' },
      note: say`The central difference is exact here, because the output is quadratic in the input; in general it is only close. Ask why one looks to both sides.`,
    },
    {
      id: 'spare-wheel',
      title: say`Three functions, three factors`,
      text: [
        say`Each function gives one factor. The number that we start with, ${equal(partial('z'), gradient('z'))}, is the *seed*: it says that ${name('z')} turns exactly as fast as itself.`,
      ],
      at: 'seed',
      slide: {
        erratum: 'E04',
        says: say`For ${math('z(x) = h(g(f(x)))', 'z(x) = h(g(f(x)))')} there are four factors: ${math('\\frac{dz}{dx} = \\frac{dz}{dh}\\frac{dh}{dg}\\frac{dg}{df}\\frac{df}{dx}', 'dz/dx = dz/dh · dh/dg · dg/df · df/dx')}.`,
        right: say`${math('z', 'z')} *is* ${math('h', 'h')}, so the first factor is always ${gradient('z')}: a spare wheel. Three functions, three factors, and each has its own point: ${math("h'(g(f(x)))\\cdot g'(f(x))\\cdot f'(x)", 'h′(g(f(x))) · g′(f(x)) · f′(x)')}. In our program the slope of the square belongs at ${name('f')} and gives ${gradient('x')}; taken at ${name('x')} it would give ${withSquareAt(value('x'))}.`,
      },
      note: say`Read the slide’s formula aloud and ask which factor never does anything. Then ask of each of the others where it is taken.`,
    },
    {
      id: 'undo',
      title: say`Two gears that undo each other`,
      program: 'undo',
      text: [
        say`Other gears, the same rule. Now ${equal(name('g'), rule('g'))} and ${equal(name('z'), rule('z'))}. The values grow to ${value('g')} and come back to ${value('z')}.`,
      ],
      at: computed('z'),
      until: 'end',
      question: {
        ask: say`What is ${partial('x')} now?`,
        choices: [
          {
            says: say`${gradient('x')}`,
            right: true,
            because: say`The slopes of the two new gears are ${local('g', 'f')} and ${local('z', 'g')}; their product is ${times(local('g', 'f'), local('z', 'g'))}. Only the first gear, ${local('f', 'x')}, is left.`,
          },
          {
            says: say`${times(local('g', 'f'), local('f', 'x'))}`,
            right: false,
            because: say`That stops at ${name('g')}. The logarithm makes the turn smaller again, by ${equal(slope('z', 'g'), local('z', 'g'))}.`,
          },
          {
            says: say`${times(local('z', 'g'), local('f', 'x'))}`,
            right: false,
            because: say`The slope of the exponential, ${equal(slope('g', 'f'), local('g', 'f'))}, is missing.`,
          },
          {
            says: say`${plus(plus(local('z', 'g'), local('g', 'f')), local('f', 'x'))}`,
            right: false,
            because: say`That adds the ratios; gears in a row multiply them.`,
          },
        ],
      },
      note: say`Do not compute. Ask what the two gears do together; whoever sees that one undoes the other needs no multiplication.`,
    },
    {
      id: 'aha',
      title: say`Multiply the local slopes, each where the forward pass was`,
      text: [
        say`Every function needs to know only its own slope, at the number that the forward pass put into it. The product along the chain is the slope of the whole.`,
        say`The letters were only names of gears. From the neuron on, ${math('f', 'f')} is a weighted sum and ${math('g', 'g')} an activation, as in the lecture.`,
      ],
      at: 'end',
      note: say`Neighbours tell each other the rule in one sentence. The bridge: what does one do with a slope, once one has it?`,
    },
  ],
}
