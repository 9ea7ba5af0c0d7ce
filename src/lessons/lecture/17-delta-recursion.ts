import { exampleNamed } from '../examples.ts'
import type { Lesson, Show } from '../lesson.ts'
import {
  computed,
  equal,
  gathered,
  gradient,
  inNumbers,
  math,
  name,
  partial,
  plus,
  rule,
  say,
  shape,
  size,
  times,
  value,
} from '../prose.ts'

const main = exampleNamed('delta-recursion')

/** A square matrix hides a wrong transpose; one that is not square would tell, in the last line. */
const square = `# A square matrix hides a wrong transpose
import torch

a = torch.tensor([1.0, 1.0], requires_grad=True)
W = torch.tensor([[2.0, 1.0], [-1.0, 1.0]], requires_grad=True)
delta = torch.tensor([2.0, 1.0])

f = W.T @ a
J = (f * delta).sum()
J.backward()

right = W @ delta
wrong = W.T @ delta
total = (right + wrong).sum()
total.backward()

print(a.grad, right, wrong)

tall = torch.tensor([[1.0, -2.0], [1.0, 2.0], [-1.0, 2.0]])
print(tall @ delta)
print(tall.T @ delta)
`

/** Two outputs: the derivative of each by the matrix, then that of the loss. */
const outputs = `# Two outputs: each alone, then the loss
import torch

x = torch.tensor([1.0, 2.0])
y = torch.tensor([3.0, 3.0])
W1 = torch.tensor([[1.0, 1.0], [1.0, 0.0]], requires_grad=True)
W2 = torch.tensor([[2.0, 1.0], [-1.0, 1.0]], requires_grad=True)

f1 = W1.T @ x
a1 = torch.relu(f1)
y_hat = W2.T @ a1
first = y_hat[0]
second = y_hat[1]
J = (0.5 * (y_hat - y) ** 2).sum()

first.backward(retain_graph=True)
print(W1.grad)
W1.grad = None

second.backward(retain_graph=True)
print(W1.grad)
W1.grad = None

J.backward()
print(W1.grad)
`

/** The biases as row zero of the matrices, fed by a one. */
const folded = `# The bias folded into the matrices: abs(x - 1)
import torch

x = torch.tensor([1.0, 3.0])
W1 = torch.tensor([[-1.0, 1.0], [1.0, -1.0]], requires_grad=True)
W2 = torch.tensor([[0.0], [1.0], [1.0]], requires_grad=True)

f1 = W1.T @ x
a1 = torch.relu(f1)
with_one = torch.cat([torch.ones(1), a1])
f2 = W2.T @ with_one
y = f2.sum()
y.backward()

print(y, W1.grad, W2.grad)
`

const strip: Show = { level: 'tensor', detail: 'matrices' }
const drawn: Show = { level: 'neuron', detail: 'matrices' }

export const lesson: Lesson = {
  id: 'delta-recursion',
  title: 'The δ recursion: matrices with shapes',
  part: 'backpropagation',
  goal: 'Run the recursion with its shapes, and say where it holds.',
  programs: { main, outputs, square, folded },
  fixed: ['x', 'W1', 'W2'].map((of) => ({ of, program: 'folded' })),
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
      note: say`Leave the numbers alone. Let the room read the shapes off the drawing, matrix by matrix, before you point at them.`,
    },
    {
      id: 'forward',
      title: say`Forward, with shapes`,
      text: [
        say`${equal(name('f1'), rule('f1'), value('f1'))} and ${equal(name('a1'), value('a1'))}; ${equal(name('f2'), value('f2'))} and ${equal(name('a2'), value('a2'))}; the output is ${value('f3')}, the target ${value('y')}, the loss ${value('J')}.`,
        say`Compare ${name('f1')} with ${name('a1')}: where a sum is below zero, ReLU hands on zero. That unit is off.`,
      ],
      at: 'start',
      until: 'forward',
      show: strip,
      slide: {
        erratum: 'E17',
        says: say`The innermost input carries a layer’s number, and one bracket is closed too often.`,
        right: say`The activations of “layer zero” are the input itself: ${math('a^{[0]} = x', 'a[0] = x')}. The bracket may be a slip of our copy of the text.`,
      },
      note: say`At each press ask for the shape first, then for the numbers. Somebody should notice the unit that goes off; it returns twice.`,
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
      note: say`Ask what it is the derivative *of*: the loss. The slide’s δ stops at the output, and there students of the slide get lost.`,
    },
    {
      id: 'w3',
      title: say`Signal in × blame out, as an outer product`,
      text: [
        say`${math('\\frac{\\partial J}{\\partial W^{[l]}} = a^{[l-1]} \\, {\\delta^{[l]}}^{\\top}', '∂J/∂W[l] = a[l−1] δ[l]ᵀ')}: ${equal(partial('W3'), gradient('W3'))}, of the shape ${shape('W3')} of ${name('W3')}.`,
      ],
      at: gathered('f3'),
      until: gathered('W3'),
      show: strip,
      slide: {
        erratum: 'E11',
        says: say`The derivative of a layer’s sums by its matrix is the vector of activations.`,
        right: say`That is a shorthand. The derivative of a vector by a matrix has three indices; most entries are zero, and what remains after multiplying with ${math('\\delta', 'δ')} is this outer product.`,
      },
      note: say`Shape first. Then one entry by hand: the signal of its row, the blame of its column.`,
    },
    {
      id: 'back2',
      title: say`Blame goes back through the same wires, then through each slope`,
      text: [
        say`${math('W \\delta', 'W δ')} collects for each unit what it is blamed for by all that use it: ${equal(partial('a2'), gradient('a2'))}. No transpose here, for the rows of ${name('W3')} belong to what goes in.`,
        say`Then, entry by entry, the slope of the unit: ${math("\\delta^{[l]} = g'(f^{[l]}) \\circ (W^{[l+1]} \\delta^{[l+1]})", 'δ[l] = g′(f[l]) ∘ (W[l+1] δ[l+1])')}. With ReLU this is a mask. A unit that is on lets the blame through, a unit that is off stops it: with ${equal(name('f2'), value('f2'))} what remains is ${equal(partial('f2'), gradient('f2'))}.`,
      ],
      at: gathered('W3'),
      until: gathered('f2'),
      show: strip,
      slide: {
        erratum: 'E09',
        says: say`The slopes stand in front of the product as if they were a factor of it.`,
        right: say`That is only right if they are meant as a diagonal matrix: a vector of slopes in front of a matrix is a product whose shapes do not fit, or that is another one. With vectors it is the entry-by-entry product ∘.`,
      },
      note: say`Two motions, said aloud: back through the wires, then through the gate. If someone wants a transpose, go by the shapes; only one order fits.`,
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
      note: say`Hands. Who says the transpose usually knows another book; name the two layouts, and move on.`,
    },
    {
      id: 'ask-delta1',
      title: say`What is ${math('\\delta^{[1]}', 'δ[1]')}?`,
      text: [
        say`What comes back to the first layer is ${equal(partial('a1'), gradient('a1'))}; its sums were ${equal(name('f1'), value('f1'))}.`,
      ],
      at: gathered('W2'),
      until: gathered('f1'),
      show: strip,
      question: {
        ask: say`What is ${math('\\delta^{[1]}', 'δ[1]')}?`,
        choices: [
          {
            says: say`${gradient('f1')}`,
            right: true,
            because: say`Masked entry by entry: where ${equal(name('f1'), value('f1'))} is not above zero, the unit is off and its blame stops.`,
          },
          {
            says: say`${gradient('a1')}`,
            right: false,
            because: say`That is before the mask. The sums are ${value('f1')}: where one is not above zero, nothing may pass.`,
          },
          {
            says: say`${gradient('f2')}`,
            right: false,
            because: say`That is the blame of the second layer; it still has to go back through ${name('W2')}.`,
          },
        ],
      },
      note: say`A minute. Who forgets the mask has done the harder half right; say so. Then ask where one sees which unit is off.`,
    },
    {
      id: 'w1',
      title: say`The last matrix`,
      text: [
        say`${equal(partial('W1'), gradient('W1'))}, again input times blame. With that every weight has its gradient, after one pass backward.`,
        say`One more product, without a mask, would blame the input itself: ${equal(partial('x'), gradient('x'))}.`,
      ],
      at: gathered('f1'),
      until: gathered('W1'),
      show: strip,
      note: say`Ask which column will be zero before you press. And ask why nobody takes a step with the input.`,
    },
    {
      id: 'ask-zeros',
      title: say`When a unit is off: a row of zeros, a column of zeros`,
      text: [
        say`A unit of the first layer that is off leaves its mark twice: its row in ${equal(partial('W2'), gradient('W2'))} is zero, and so is its column in ${equal(partial('W1'), gradient('W1'))}.`,
      ],
      at: gathered('W1'),
      show: strip,
      question: {
        ask: say`Are that row and that column zero for the same reason?`,
        choices: [
          {
            says: say`No: nothing came in there, no blame came back here`,
            right: true,
            because: say`The row: a unit that is off hands on zero, ${equal(name('a1'), value('a1'))}, so its outgoing weights have nothing to carry. The column: its slope is zero, so no blame gets through, ${equal(partial('f1'), gradient('f1'))}.`,
          },
          {
            says: say`Yes: the weights there are zero`,
            right: false,
            because: say`Look at ${equal(name('W1'), value('W1'))}: a gradient is signal in times blame out; the weight’s own value is no factor of it.`,
          },
          {
            says: say`Yes: the error is zero there`,
            right: false,
            because: say`The error is ${gradient('f3')}; it is the same for the whole network.`,
          },
        ],
      },
      note: say`Let neighbours discuss it. The answer is short, the reason is not: ask for one sentence for the row and one for the column.`,
    },
    {
      id: 'neurons',
      title: say`All in one line, and drawn as a network`,
      text: [
        say`Two turns of the recursion, written out: ${math('\\delta^{[l]} = D_l \\, W^{[l+1]} \\, D_{l+1} \\, W^{[l+2]} \\, \\delta^{[l+2]}', 'δ[l] = D_l W[l+1] D_{l+1} W[l+2] δ[l+2]')}, each ${math("D_l = \\operatorname{diag}(g'(f^{[l]}))", 'D_l = diag(g′(f[l]))')} a diagonal of slopes. Read from the right, it is a pass backward: for the first layer ${gradient('f1')}.`,
        say`What the matrices do at once happens at each unit: collect the blame of the users, multiply by one’s own slope, hand on.`,
        say`The recursion holds where an activation works entry by entry; only then is ${math('D_l', 'D_l')} a diagonal. A softmax has a full matrix in that place: the next lesson.`,
      ],
      at: 'end',
      show: { ...drawn, conventions: { notation: 'lecture' } },
      note: say`Read the line from the right with a finger on the picture: each factor is one move back. This beat is in the lecture’s letters; N takes others.`,
    },
    {
      id: 'outputs',
      program: 'outputs',
      pass: 2,
      title: say`Several outputs: the sum over them is inside ${math('\\delta', 'δ')}`,
      text: [
        say`Now two outputs. The program first asks each of them alone for its derivative by ${name('W1')}: ${gradient('W1', { pass: 0 })} and ${gradient('W1', { pass: 1 })}. A whole matrix for each output: that is the third index.`,
        say`The loss weighs the outputs with ${equal(partial('y_hat'), gradient('y_hat'))} and adds: ${times(gradient('y_hat', { entry: [0] }), gradient('W1', { pass: 0 }))} + ${times(gradient('y_hat', { entry: [1] }), gradient('W1', { pass: 1 }))} = ${plus(times(gradient('y_hat', { entry: [0] }), gradient('W1', { pass: 0 })), times(gradient('y_hat', { entry: [1] }), gradient('W1', { pass: 1 })))}. Backpropagation comes to the same in one pass, ${equal(partial('W1'), gradient('W1'))}, for the sum is already made in ${equal(partial('f1'), gradient('f1'))}.`,
      ],
      at: gathered('y_hat'),
      until: 'end',
      show: strip,
      slide: {
        erratum: 'E07',
        says: say`The derivative of the last layer’s *output* by a matrix is an outer product.`,
        right: say`That is right for one output only. With several, each output has a matrix of its own, here ${gradient('W1', { pass: 0 })} and ${gradient('W1', { pass: 1 })}. Take the loss, which is one number, and the sum over the outputs happens inside ${math('\\delta', 'δ')}: ${equal(partial('W1'), gradient('W1'))}.`,
      },
      note: say`The hardest beat of the lecture; take your time, or leave it for reading. Ask how many numbers the outputs have as their derivative by ${name('W1')}, ${times(size('y_hat'), size('W1'))} here, and why nobody stores them.`,
    },
    {
      id: 'square',
      program: 'square',
      title: say`A square matrix hides a wrong transpose`,
      text: [
        say`Here both ${math('W\\delta', 'W δ')} and ${math('W^{\\top}\\delta', 'Wᵀ δ')} can be computed: ${value('right', { pass: 1 })} and ${value('wrong', { pass: 1 })}. Both run; only the first is the gradient, ${equal(partial('a'), gradient('a'))}.`,
        say`The last line of the program tries the wrong one with a matrix of three rows and two columns, and ends in PyTorch’s error. So check your shapes with layers of different sizes.`,
      ],
      at: 'end',
      note: say`Let them say which of the two is right before you show the error. In a square net guessing works half of the time, and that is the danger.`,
    },
    {
      id: 'folded',
      program: 'folded',
      title: say`With the bias folded in, row zero stays behind`,
      text: [
        say`Here the biases are the first row of each matrix, fed by a one: ${equal(name('with_one'), value('with_one'))}. Going back, ${math('W \\delta', 'W δ')} has an entry for that one as well: ${equal(partial('with_one'), gradient('with_one'))}.`,
        say`Nothing stands behind the one, so its entry is dropped: ${equal(partial('a1'), gradient('a1'))}. Then comes the mask, as always: ${equal(name('f1'), inNumbers('f1'), value('f1'))}, so ${equal(partial('f1'), gradient('f1'))}.`,
      ],
      at: computed('y'),
      until: 'end',
      show: { level: 'tensor' },
      note: say`Ask who stands behind the one: nobody. Then why compute its blame? The product brings it along, and one drops it.`,
    },
    {
      id: 'aha',
      title: say`Shapes tell you the transpose`,
      text: [
        say`${math("\\delta^{[l]} = g'(f^{[l]}) \\circ (W^{[l+1]}\\delta^{[l+1]}), \\qquad \\frac{\\partial J}{\\partial W^{[l]}} = a^{[l-1]} {\\delta^{[l]}}^{\\top}", 'δ[l] = g′(f[l]) ∘ (W[l+1] δ[l+1]),  ∂J/∂W[l] = a[l−1] δ[l]ᵀ')}. The matrix form is bookkeeping for forks and features; nothing else has been added.`,
      ],
      at: 'end',
      show: { ...strip, conventions: { notation: 'lecture' } },
      note: say`Cover the formulas and let the room rebuild them from shapes alone. Then ask what the matrix form has added to forks and features: order, nothing else.`,
    },
  ],
}
