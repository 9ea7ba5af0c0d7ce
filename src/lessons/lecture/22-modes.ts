import type { Lesson } from '../lesson.ts'
import {
  computed,
  count,
  equal,
  gradient,
  literal,
  math,
  name,
  partial,
  plus,
  rule,
  say,
  size,
  sum,
  tangent,
  times,
  value,
} from '../prose.ts'

const main = `# Two modes, one function
import torch

x1 = torch.tensor(2.0, requires_grad=True)
x2 = torch.tensor(1.0, requires_grad=True)

v = x1 + x2
y = v * x1
y.backward()

print(x1.grad, x2.grad)
`

const classic = `# The classic example: ln x1 + x1 x2 - sin x2
import torch

x1 = torch.tensor(2.0, requires_grad=True)
x2 = torch.tensor(5.0, requires_grad=True)

y = torch.log(x1) + x1 * x2 - torch.sin(x2)
y.backward()

print(y, x1.grad, x2.grad)
`

const regressor = `# Two features, eight hidden units: thirty-three parameters
import torch
import torch.nn.functional as F

x = torch.tensor([1.0, -1.0])
W1 = torch.linspace(-1.0, 1.0, 16).reshape(8, 2).requires_grad_()
b1 = torch.linspace(-0.5, 0.5, 8).requires_grad_()
W2 = torch.linspace(-1.0, 1.0, 8).reshape(1, 8).requires_grad_()
b2 = torch.zeros(1).requires_grad_()

y_hat = F.linear(torch.relu(F.linear(x, W1, b1)), W2, b2)
J = ((y_hat - 1.0) ** 2).sum()
J.backward()

print(J)
`

const fan = `# One input, a hundred outputs
import torch

x = torch.tensor(0.5, requires_grad=True)
a = torch.linspace(0.0, 1.0, 100)

y = torch.sin(a * x)
total = y.sum()
total.backward()

print(x.grad)
`

const even = `# As many inputs as outputs
import torch

x = torch.linspace(0.0, 1.0, 100).requires_grad_()

y = torch.softmax(x, dim=0)
total = (y**2).sum()
total.backward()

print(x.grad.shape)
`

export const lesson: Lesson = {
  id: 'modes',
  title: 'Forward or reverse?',
  part: 'differentiation',
  goal: 'Run both modes by hand on a small graph, and count their passes.',
  programs: { main, classic, regressor, fan, even },
  beats: [
    {
      id: 'function',
      title: say`One function, two inputs`,
      text: [
        say`${equal(name('v'), rule('v'))}, then ${equal(name('y'), rule('y'), value('y'))}. ${name('x1')} is used twice: a fork.`,
      ],
      at: 'start',
      until: 'forward',
      note: say`Ask how many roads lead from ${name('x1')} to ${name('y')}. Announce a race: which mode needs fewer passes?`,
    },
    {
      id: 'forward-x1',
      title: say`Forward mode: move ${name('x1')}, see what else moves`,
      text: [
        say`${name('x1')} moves with speed one. Value and speed, its *tangent*, flow from left to right together: ${name('v')} moves with ${tangent('v', { of: 'x1' })}. The product ${name('y')} moves because both its factors do: ${times(tangent('v', { of: 'x1' }), value('x1'))} + ${times(value('v'), tangent('x1', { of: 'x1' }))} = ${tangent('y', { of: 'x1' })}.`,
        say`That is one derivative: how ${name('y')} changes with ${name('x1')}.`,
      ],
      at: 'start',
      until: 'end',
      show: { moving: { of: 'x1' } },
      note: say`The room carries the speeds along, node by node; the product rule does the work. Point out that nothing waits for the output here.`,
    },
    {
      id: 'forward-x2',
      title: say`For ${name('x2')} the whole pass again`,
      text: [
        say`Another input, another pass: now ${name('y')} moves with ${tangent('y', { of: 'x2' })}. Forward mode takes one pass for each *input*.`,
      ],
      at: 'start',
      until: 'end',
      show: { moving: { of: 'x2' } },
      note: say`Ask what could be used again from the pass before: the values, not the speeds. One more input, one more pass.`,
    },
    {
      id: 'reverse',
      title: say`Reverse mode: one pass for all inputs`,
      text: [
        say`Backward from ${name('y')}: ${equal(partial('v'), gradient('v'))}, then both inputs at once, ${equal(partial('x1'), sum('x1'), gradient('x1'))} and ${equal(partial('x2'), gradient('x2'))}. The same numbers, in a single pass.`,
        say`The bill: forward mode took ${count('parameters')} passes, one for each input; reverse mode took one; central differences would need ${times(count('parameters'), literal(2))} evaluations.`,
      ],
      at: 'seed',
      until: 'end',
      slide: {
        erratum: 'E31',
        says: say`Numerical differentiation takes a forward pass for each derivative.`,
        right: say`Central differences take *two* for each, ${times(count('parameters'), literal(2))} here; one-sided differences take one for each and one more, ${plus(count('parameters'), literal(1))}. Reverse mode gets all of them from one pass forward and one back.`,
      },
      note: say`Let the room find the results of both forward passes in this one picture. Then read the bill aloud.`,
    },
    {
      id: 'ask-reverse',
      program: 'regressor',
      title: say`${count('parameters')} parameters, one loss: how many reverse passes?`,
      text: [say`A small network with two features and eight hidden units has ${count('parameters')} parameters.`],
      at: 'forward',
      until: 'seed',
      question: {
        ask: say`How many reverse passes give the gradient of all parameters?`,
        choices: [
          { says: say`One`, right: true, because: say`One pass back from the loss brings every gradient on the way.` },
          {
            says: say`${count('parameters')}`,
            right: false,
            because: say`That is what forward mode would need: one pass for each input.`,
          },
          {
            says: say`${times(count('parameters'), literal(2))}`,
            right: false,
            because: say`That is what central differences need: two evaluations for each parameter.`,
          },
        ],
      },
      slide: {
        erratum: 'E30',
        says: say`“Many features to one loss”, with one N for the inputs, the outputs and the nodes.`,
        right: say`The inputs that count are the *parameters*: this network has ${size('x')} features, but ${count('parameters')} numbers that we want the gradient of.`,
      },
      note: say`Hands, quickly. Who says ${count('parameters')} thinks of one weight at a time; ask what the pass meets on its way back.`,
    },
    {
      id: 'ask-forward',
      program: 'fan',
      title: say`One input, ${size('y')} outputs: which mode?`,
      text: [
        say`Turn it around: ${equal(name('x'), value('x'))} is a single number, and ${name('y')} has ${size('y')} entries. We want to know how each of them changes with ${name('x')}. Think of which end has more.`,
      ],
      at: 'forward',
      show: { level: 'tensor' },
      question: {
        ask: say`One input, ${size('y')} outputs: which mode?`,
        choices: [
          {
            says: say`Forward mode`,
            right: true,
            because: say`One pass moves the one input and gives the speed of every output: the first moves with ${tangent('y', { of: 'x' }, { entry: [0] })}, the last with ${tangent('y', { of: 'x' }, { entry: [99] })}.`,
          },
          {
            says: say`Reverse mode`,
            right: false,
            because: say`It would take one pass for each output, ${size('y')} in all. The program’s own backward pass only gives the derivative of their sum.`,
          },
          {
            says: say`Both cost the same`,
            right: false,
            because: say`Only where there are as many inputs as outputs.`,
          },
        ],
      },
      note: say`A minute: it feels wrong to choose the mode that nobody uses. Ask which end is narrow.`,
    },
    {
      id: 'even',
      program: 'even',
      title: say`As many inputs as outputs: it makes no difference`,
      text: [
        say`${size('x')} numbers go in and ${size('y')} come out. In a softmax every output hangs on every input, so each mode takes ${size('x')} passes for the whole Jacobian; central differences take ${times(size('x'), literal(2))} evaluations.`,
        say`Forward mode counts the inputs, reverse mode counts the outputs. Take the end with fewer.`,
      ],
      at: 'forward',
      show: { level: 'tensor' },
      note: say`Ask when one wants a whole Jacobian. In training hardly ever, which is why this draw does not matter there.`,
    },
    {
      id: 'ask-price',
      program: 'main',
      title: say`What does reverse mode pay for it?`,
      text: [
        say`Look at what the backward pass reads: at the product it needs ${equal(name('v'), value('v'))} and ${equal(name('x1'), value('x1'))}, long after they were computed.`,
      ],
      at: 'end',
      question: {
        ask: say`What does reverse mode pay for it?`,
        choices: [
          {
            says: say`Memory: forward values are kept`,
            right: true,
            because: say`The local slopes are taken at them, so they must still be there when the pass comes back. A product needs its factors; only an addition needs nothing.`,
          },
          {
            says: say`Exactness`,
            right: false,
            because: say`It is as exact as forward mode; the numbers are the same.`,
          },
          { says: say`A pass for each layer`, right: false, because: say`One pass goes through all layers.` },
        ],
      },
      note: say`Ask why the forward values cannot be thrown away. If someone proposes to compute them again: that is done in practice, time for memory.`,
    },
    {
      id: 'classic',
      program: 'classic',
      title: say`The classic example`,
      text: [
        say`${equal(name('y'), value('y'))}; forward mode in two passes gives ${tangent('y', { of: 'x1' })} and ${tangent('y', { of: 'x2' })}, reverse mode in one ${gradient('x1')} and ${gradient('x2')}.`,
      ],
      at: computed('y'),
      until: 'end',
      note: say`The example that textbooks on the subject use; walk it once in each mode if there is time, and skip it otherwise.`,
    },
    {
      id: 'aha',
      title: say`Losses are single numbers, so reverse wins`,
      text: [
        say`${math('\\mathbb{R}^n \\to \\mathbb{R}', 'ℝⁿ → ℝ')}: many parameters, one loss. One reverse pass does what would take forward mode a pass for each parameter: with a million parameters, a million passes. Backpropagation *is* reverse mode.`,
      ],
      at: 'end',
      slide: {
        erratum: 'E33',
        says: say`The tools are listed as “Jax grad” and “Tensorflow autodiff”.`,
        right: say`The names to look for are \`jax.grad\` and \`tf.GradientTape\`; in PyTorch it is \`backward()\`.`,
      },
      note: say`Ask what learning would have to look like for forward mode to win: more losses than parameters.`,
    },
  ],
}
