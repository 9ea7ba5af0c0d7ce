import { exampleNamed } from '../examples.ts'
import type { Lesson, Show } from '../lesson.ts'
import { equal, gathered, gradient, math, name, partial, rule, say, shape, value } from '../prose.ts'

const main = exampleNamed('delta-recursion')

/** A square matrix hides a wrong transpose. */
const square = `# A square matrix: both products run, one is wrong
import torch

a = torch.tensor([1.0, 1.0], requires_grad=True)
W = torch.tensor([[2.0, 1.0], [-1.0, 1.0]], requires_grad=True)
delta = torch.tensor([2.0, 1.0])

f = W.T @ a
right = W @ delta
wrong = W.T @ delta
J = (f * delta).sum() + 0.0 * (right.sum() + wrong.sum())
J.backward()

print(a.grad, right, wrong)
`

/** Two outputs: the derivative of an output vector by a matrix has three indices. */
const outputs = `# Two outputs
import torch

x = torch.tensor([1.0, 2.0])
y = torch.tensor([1.0, 2.0])
W1 = torch.tensor([[1.0, 1.0], [1.0, -1.0]], requires_grad=True)
W2 = torch.tensor([[2.0, 1.0], [1.0, 3.0]], requires_grad=True)

f1 = W1.T @ x
a1 = torch.relu(f1)
y_hat = W2.T @ a1
J = (0.5 * (y_hat - y) ** 2).sum()
J.backward()

print(W1.grad)
print(W2.grad)
`

const strip: Show = { level: 'tensor', detail: 'matrices' }
const drawn: Show = { level: 'neuron', detail: 'matrices' }

export const lesson: Lesson = {
  id: 'delta-recursion',
  title: 'The δ recursion: matrices with shapes',
  part: 'backpropagation',
  goal: 'Run the recursion with its shapes, and say where it holds.',
  programs: { main, square, outputs },
  beats: [
    {
      id: 'network',
      title: say`A network of three layers, in matrices`,
      text: [
        say`Two inputs, three units, two units, one output. The matrices are ${shape('W1')}, ${shape('W2')} and ${shape('W3')}: rows for what goes in, columns for what comes out.`,
        say`Everything here is what you have seen already, many forks at once. The matrices only keep the books.`,
      ],
      at: 'start',
      show: drawn,
    },
    {
      id: 'forward',
      title: say`Forward, with shapes`,
      text: [
        say`${equal(name('f1'), rule('f1'), value('f1'))} and ${equal(name('a1'), value('a1'))}; ${equal(name('f2'), value('f2'))} and ${equal(name('a2'), value('a2'))}; the output is ${value('f3')}, the target ${value('y')}, the loss ${value('J')}.`,
        say`Watch the unit whose sum is below zero: its ReLU is off.`,
      ],
      at: 'start',
      until: 'forward',
      show: strip,
      slide: {
        erratum: 'E17',
        says: say`The innermost input carries a layer’s number, and one bracket is closed too often.`,
        right: say`The activations of “layer zero” are the input itself: ${math('a^{[0]} = x', 'a[0] = x')}.`,
      },
    },
    {
      id: 'delta3',
      title: say`${math('\\delta', 'δ')} of the last layer`,
      text: [
        say`${math('\\delta^{[l]} = \\frac{\\partial J}{\\partial f^{[l]}}', 'δ[l] = ∂J/∂f[l]')} is how much a weighted sum is to blame. For the last layer it is the error: ${equal(partial('f3'), gradient('f3'))}.`,
      ],
      at: gathered('f3'),
      show: strip,
      slide: {
        erratum: 'E08',
        says: say`The recursion is given for the derivative of the *output*, without a loss.`,
        right: say`Gradient descent needs the derivative of the *loss*. So the recursion starts with it: ${math("\\delta^{[L]} = \\frac{\\partial J}{\\partial \\hat y} \\circ g'(f^{[L]})", 'δ[L] = ∂J/∂ŷ ∘ g′(f[L])')}.`,
      },
    },
    {
      id: 'w3',
      title: say`Signal in × blame out, as an outer product`,
      text: [
        say`${math('\\frac{\\partial J}{\\partial W^{[l]}} = a^{[l-1]} \\, {\\delta^{[l]}}^{\\top}', '∂J/∂W[l] = a[l−1] δ[l]ᵀ')}: ${equal(partial('W3'), gradient('W3'))}, of the shape ${shape('W3')} of ${name('W3')}.`,
      ],
      at: gathered('W3'),
      show: strip,
      slide: {
        erratum: 'E11',
        says: say`The derivative of a layer’s sums by its matrix is the vector of activations.`,
        right: say`That is a shorthand. The derivative of a vector by a matrix has three indices; most entries are zero, and what remains after multiplying with ${math('\\delta', 'δ')} is this outer product.`,
      },
    },
    {
      id: 'back2',
      title: say`Blame goes back through the same wires`,
      text: [
        say`${math('W \\delta', 'W δ')} collects for each unit what it is blamed for by all that use it: ${equal(partial('a2'), gradient('a2'))}. No transpose here, for the rows of ${name('W3')} belong to what goes in.`,
      ],
      at: gathered('a2'),
      show: strip,
    },
    {
      id: 'mask2',
      title: say`Then through the slope of each unit`,
      text: [
        say`Entry by entry: ${math("\\delta^{[l]} = g'(f^{[l]}) \\circ (W^{[l+1]} \\delta^{[l+1]})", 'δ[l] = g′(f[l]) ∘ (W[l+1] δ[l+1])')}. Both units of this layer are on, so nothing is masked: ${equal(partial('f2'), gradient('f2'))}.`,
      ],
      at: gathered('f2'),
      show: strip,
      slide: {
        erratum: 'E09',
        says: say`The slopes stand in front of the product as if they were a factor of it.`,
        right: say`That is only right if they are meant as a diagonal matrix. With vectors it is the entry-by-entry product ∘.`,
      },
    },
    {
      id: 'ask-shape',
      title: say`What shape has ${partial('W2')}?`,
      text: [say`${name('W2')} is ${shape('W2')}.`],
      at: gathered('f2'),
      until: gathered('W2'),
      show: strip,
      question: {
        ask: say`What shape has ${partial('W2')}?`,
        choices: [
          {
            says: say`${shape('W2')}`,
            right: true,
            because: say`A gradient has the shape of what it is the gradient of: otherwise one could not subtract it.`,
          },
          {
            says: say`Its transpose`,
            right: false,
            because: say`That would be numerator layout. In the lecture, and in PyTorch, the gradient has the shape of ${name('W2')}.`,
          },
          { says: say`A single number`, right: false, because: say`There is one number for each weight.` },
        ],
      },
    },
    {
      id: 'ask-delta1',
      title: say`What is ${math('\\delta^{[1]}', 'δ[1]')}?`,
      text: [
        say`What comes back to the first layer is ${equal(partial('a1'), gradient('a1'))}; its sums were ${equal(name('f1'), value('f1'))}.`,
      ],
      at: gathered('a1'),
      until: gathered('f1'),
      show: strip,
      question: {
        ask: say`What is ${math('\\delta^{[1]}', 'δ[1]')}?`,
        choices: [
          {
            says: say`${gradient('f1')}`,
            right: true,
            because: say`The unit whose sum is below zero is off: its entry is masked.`,
          },
          {
            says: say`${gradient('a1')}`,
            right: false,
            because: say`That is before the mask. The sums are ${value('f1')}: one of the units is off.`,
          },
          { says: say`${gradient('f2')}`, right: false, because: say`That is the blame of the second layer.` },
        ],
      },
    },
    {
      id: 'w1',
      title: say`The last matrix`,
      text: [
        say`${equal(partial('W1'), gradient('W1'))}, again input times blame. With that every weight has its gradient, after one pass backward.`,
      ],
      at: gathered('W1'),
      show: strip,
    },
    {
      id: 'ask-zeros',
      title: say`Two groups of zeros: for the same reason?`,
      text: [
        say`In ${equal(partial('W2'), gradient('W2'))} one row is zero; in ${equal(partial('W1'), gradient('W1'))} one column.`,
      ],
      at: gathered('W1'),
      show: strip,
      question: {
        ask: say`Are both zero for the same reason?`,
        choices: [
          {
            says: say`No: nothing came in there, no blame came back here`,
            right: true,
            because: say`The row: the unit gave ${equal(name('a1'), value('a1'))}, so its outgoing weights had nothing to carry. The column: its slope is zero, so no blame came back, ${equal(partial('f1'), gradient('f1'))}.`,
          },
          {
            says: say`Yes: the weights there are zero`,
            right: false,
            because: say`A weight’s own value does not enter its gradient.`,
          },
          {
            says: say`Yes: the error is zero there`,
            right: false,
            because: say`The error is ${gradient('f3')}; it is the same for the whole network.`,
          },
        ],
      },
    },
    {
      id: 'neurons',
      title: say`The same pass, drawn as a network`,
      text: [
        say`What the matrices do at once happens at each unit: collect the blame of the users, multiply by one’s own slope, hand on.`,
      ],
      at: 'end',
      show: { ...drawn, conventions: { notation: 'lecture' } },
    },
    {
      id: 'outputs',
      program: 'outputs',
      title: say`Several outputs: the sum over them is inside ${math('\\delta', 'δ')}`,
      text: [
        say`With two outputs each of them has its own error, ${equal(partial('y_hat'), gradient('y_hat'))}. The product with the matrix adds up over them by itself; the gradient is ${equal(partial('W1'), gradient('W1'))}.`,
      ],
      at: 'end',
      show: strip,
      slide: {
        erratum: 'E07',
        says: say`The derivative of the last layer’s *output* by a matrix is an outer product.`,
        right: say`That is right for one output only. With several, the derivative of the outputs by a matrix has three indices. Take the loss, which is one number, and the sum over the outputs happens inside ${math('\\delta', 'δ')}.`,
      },
    },
    {
      id: 'square',
      program: 'square',
      title: say`A square matrix hides a wrong transpose`,
      text: [
        say`Here both ${math('W\\delta', 'W δ')} and ${math('W^{\\top}\\delta', 'Wᵀ δ')} can be computed: ${value('right')} and ${value('wrong')}. Only one of them is the gradient, ${equal(partial('a'), gradient('a'))}. With matrices that are not square the wrong one would not even run.`,
      ],
      at: 'end',
    },
    {
      id: 'aha',
      title: say`Shapes tell you the transpose`,
      text: [
        say`${math("\\delta^{[l]} = g'(f^{[l]}) \\circ (W^{[l+1]}\\delta^{[l+1]}), \\qquad \\frac{\\partial J}{\\partial W^{[l]}} = a^{[l-1]} {\\delta^{[l]}}^{\\top}", 'δ[l] = g′(f[l]) ∘ (W[l+1] δ[l+1]),  ∂J/∂W[l] = a[l−1] δ[l]ᵀ')}. The matrix form is bookkeeping for forks and features; nothing else has been added.`,
      ],
      at: 'end',
      show: { ...strip, conventions: { notation: 'lecture' } },
    },
  ],
}
