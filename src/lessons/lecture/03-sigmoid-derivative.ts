import type { Lesson, Show } from '../lesson.ts'
import { changed, equal, gradient, math, minus, name, over, partial, say, times, value } from '../prose.ts'

const main = `# The sigmoid and its slope at one point
import torch

x = torch.tensor(1.0986123, requires_grad=True)

y_hat = torch.sigmoid(x)
y_hat.backward()

print(y_hat, x.grad)
`

/** Every line of the derivation as an expression of x; a test checks that all of them are the slope. */
const derivation = `# The slope of the sigmoid, line by line
import torch

x = torch.tensor(1.0986123, requires_grad=True)

start = 1 / (1 + torch.exp(-x))
outer = -((1 + torch.exp(-x)) ** -2)
inner = -torch.exp(-x)
chain = -((1 + torch.exp(-x)) ** -2) * (-torch.exp(-x))
fraction = torch.exp(-x) / (1 + torch.exp(-x)) ** 2
split = 1 / (1 + torch.exp(-x)) * (torch.exp(-x) / (1 + torch.exp(-x)))
trick = 1 / (1 + torch.exp(-x)) * (1 - 1 / (1 + torch.exp(-x)))
y = torch.sigmoid(x)
short = y * (1 - y)
total = start + outer + inner + chain + fraction + split + trick + short

print(chain, fraction, split, trick, short)
`

const lines = ['chain', 'fraction', 'split', 'trick', 'short']
const upTo = (line: string): Show => ({ board: lines.slice(0, lines.indexOf(line) + 1) })

export const lesson: Lesson = {
  id: 'sigmoid-derivative',
  title: 'The slope of the sigmoid, line by line',
  part: 'recap',
  goal: 'Reproduce the derivation, and say why the forward pass has already computed the slope.',
  programs: { derivation, main },
  beats: [
    {
      id: 'curve',
      program: 'main',
      title: say`The sigmoid at one point`,
      text: [
        say`${math('\\sigma(x) = \\frac{1}{1 + e^{-x}}', 'σ(x) = 1/(1 + e⁻ˣ)')}. We stand where ${math('e^{x}', 'eˣ')} is a whole number, because there everything is a plain fraction: ${equal(name('y_hat'), value('y_hat'))}.`,
        say`What is its slope there? We find it line by line; beside every line stands what it comes to at this ${name('x')}. Drag the point: every line follows.`,
      ],
      at: 'forward',
      show: { plot: { over: { of: 'x' }, of: [{ of: 'y_hat' }], derivative: true, reach: [-6, 6], beside: false } },
      note: say`Let the room guess the slope from the tangent: more or less than one? Write the guesses on the board; the last line settles it.`,
    },
    {
      id: 'power',
      title: say`Read the fraction as a power`,
      text: [
        say`One over something is that something to the power of minus one: ${math('\\sigma(x) = (1 + e^{-x})^{-1}', 'σ(x) = (1 + e⁻ˣ)⁻¹')}. Then the chain rule applies: outer slope times inner slope.`,
      ],
      at: 'end',
      show: { board: ['start'] },
      note: say`Ask who would take the quotient rule instead. It works and takes longer; here we want to practise the chain rule.`,
    },
    {
      id: 'ask-inner',
      title: say`What does the inner function contribute?`,
      text: [say`The outer power gives ${value('outer')}. The inner function is ${math('1 + e^{-x}', '1 + e⁻ˣ')}.`],
      at: 'end',
      show: { board: ['start', 'outer'] },
      question: {
        ask: say`What is the slope of ${math('1 + e^{-x}', '1 + e⁻ˣ')}?`,
        choices: [
          {
            says: say`${math('-e^{-x}', '−e⁻ˣ')}`,
            right: true,
            because: say`The exponential stays, and ${math('-x', '−x')} inside it brings a minus: ${value('inner')} here.`,
          },
          {
            says: say`${math('e^{-x}', 'e⁻ˣ')}`,
            right: false,
            because: say`The chain rule once more: the slope of ${math('-x', '−x')} is missing.`,
          },
          {
            says: say`${math('1', '1')}`,
            right: false,
            because: say`Then only the outer power would have been differentiated: ${value('outer')}, a falling slope for a curve that rises.`,
          },
        ],
      },
      note: say`Wait until the pencils stop. The sign is all there is to it: ask whether the curve rises or falls before you show the choices.`,
    },
    {
      id: 'chain',
      title: say`Outer slope times inner slope`,
      text: [
        say`The two minus signs cancel: ${equal(value('chain'))}. From now on every line must come to this number.`,
      ],
      at: 'end',
      show: upTo('chain'),
      note: say`Point from each factor to where it came from. From here on the number on the right must not change; ask the room to protest if it does.`,
    },
    {
      id: 'fraction',
      title: say`Back to a fraction`,
      text: [say`A negative power is a denominator. Still ${value('fraction')}.`],
      at: 'end',
      show: upTo('fraction'),
      note: say`Quick. If someone is lost, say it in words: to the power of minus two means one over the square.`,
    },
    {
      id: 'split',
      title: say`Split the square in two`,
      text: [
        say`The first factor is the sigmoid itself, ${value('start')}; the second is ${over(value('split'), value('start'))}.`,
      ],
      at: 'end',
      show: upTo('split'),
      note: say`Ask which of the two factors looks familiar. Let the silence stand; the title of the next line answers.`,
    },
    {
      id: 'trick',
      title: say`The second factor is one minus the first`,
      text: [
        say`Add one and take it away again: ${math('\\frac{e^{-x}}{1 + e^{-x}} = \\frac{1 + e^{-x} - 1}{1 + e^{-x}} = 1 - \\frac{1}{1 + e^{-x}}', 'e⁻ˣ/(1 + e⁻ˣ) = 1 − 1/(1 + e⁻ˣ)')}.`,
      ],
      at: 'end',
      show: upTo('trick'),
      note: say`The only line that needs an idea. Let somebody say why it is allowed to add one and take it away again, before you press.`,
    },
    {
      id: 'short',
      title: say`The slope, in terms of the value`,
      text: [
        say`${math("\\sigma'(x) = \\sigma(x)\\,(1 - \\sigma(x))", 'σ′(x) = σ(x)(1 − σ(x))')}, here ${value('short')}.`,
      ],
      at: 'end',
      show: upTo('short'),
      slide: {
        erratum: 'E38',
        says: say`The slide is marked “ERRATA”.`,
        right: say`As it stands it is correct: every line is checked here, and each comes to the same number, ${value('short')}. The mark says that an earlier version was not.`,
      },
      note: say`Cover the upper lines and read only the last: from the value ${name('start')} = ${value('start')} alone the slope follows. Compare with the guesses from the first beat.`,
    },
    {
      id: 'ask-value',
      program: 'main',
      title: say`The output is ${value('y_hat')}. What is the slope?`,
      text: [say`You know ${equal(name('y_hat'), value('y_hat'))}. You need nothing else.`],
      at: 'forward',
      until: 'end',
      question: {
        ask: say`The output is ${value('y_hat')}. What is the slope?`,
        choices: [
          {
            says: say`${gradient('x')}`,
            right: true,
            because: say`The value times one minus the value: ${equal(partial('x'), gradient('x'))}.`,
          },
          {
            says: say`${times(value('x'), minus(over(value('x'), value('x')), value('x')))}`,
            right: false,
            because: say`That puts ${name('x')} into the rule. It is the *output* that goes in.`,
          },
          {
            says: say`${changed('x', value('y_hat'), gradient('x'))}`,
            right: false,
            because: say`That applies the sigmoid twice: ${name('y_hat')} already is the output.`,
          },
          {
            says: say`${value('y_hat')}`,
            right: false,
            because: say`That is the value itself; it is still to be multiplied by one minus itself.`,
          },
        ],
      },
      note: say`Before anyone multiplies, ask what goes into the rule: the input or the output? Applying the sigmoid a second time is the slip to watch for.`,
    },
    {
      id: 'aha',
      program: 'main',
      title: say`The forward pass has already computed it`,
      text: [
        say`The backward pass needs no exponential: it takes the output ${value('y_hat')} that is there already. That is why a network keeps its values until the gradients have come back.`,
      ],
      at: 'end',
      note: say`Ask what a framework has to keep from the forward pass so that this works. The answer, the output, comes back where we ask what reverse mode pays.`,
    },
  ],
}
