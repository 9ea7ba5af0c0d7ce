// The three training programs of this folder written out by hand over typed arrays, with loops and nothing else: what speed is measured against.
// They do the same arithmetic as the programs; their starting numbers are any.

const random = (count: number, size: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898) * size)

/** 1-8-1, ReLU, 100 points, mean squared error, Adam. The loss after `epochs`. */
export function regression(epochs: number): number {
  const [n, h] = [100, 8]
  const x = Float64Array.from({ length: n }, (_, i) => -2 + (4 * i) / (n - 1))
  const y = x.map((v, i) => v * v + 0.1 * Math.sin(i * 7.3))
  const p = random(3 * h + 1, 0.8)
  const [g, m, v] = [new Float64Array(3 * h + 1), new Float64Array(3 * h + 1), new Float64Array(3 * h + 1)]
  const a = new Float64Array(h)
  let loss = 0
  for (let t = 1; t <= epochs; t++) {
    g.fill(0)
    loss = 0
    for (let i = 0; i < n; i++) {
      let out = p[3 * h]!
      for (let j = 0; j < h; j++) {
        const z = p[j]! * x[i]! + p[h + j]!
        a[j] = z > 0 ? z : 0
        out += p[2 * h + j]! * a[j]!
      }
      const error = out - y[i]!
      loss += error * error
      const d = (2 * error) / n
      g[3 * h]! += d
      for (let j = 0; j < h; j++) {
        g[2 * h + j]! += d * a[j]!
        if (a[j]! > 0) {
          g[j]! += d * p[2 * h + j]! * x[i]!
          g[h + j]! += d * p[2 * h + j]!
        }
      }
    }
    loss /= n
    const [c, s] = [0.01 / (1 - 0.9 ** t), Math.sqrt(1 - 0.999 ** t)]
    for (let k = 0; k < p.length; k++) {
      m[k] = 0.9 * m[k]! + 0.1 * g[k]!
      v[k] = 0.999 * v[k]! + 0.001 * g[k]! * g[k]!
      p[k]! -= (c * m[k]!) / (Math.sqrt(v[k]!) / s + 1e-8)
    }
  }
  return loss
}

/** A layered net by rows of samples: weights out × in, tanh after each layer or ReLU between them, gradients, plain descent. */
class Net {
  readonly sizes: readonly number[]
  readonly rows: number
  readonly w: Float64Array[]
  readonly gw: Float64Array[]
  readonly b: Float64Array[]
  readonly a: Float64Array[]
  readonly d: Float64Array[]

  constructor(sizes: readonly number[], rows: number) {
    this.sizes = sizes
    this.rows = rows
    const pairs = sizes.slice(1).map((size, l) => [sizes[l]!, size] as const)
    this.w = pairs.map(([p, q]) => random(p * q, 1 / Math.sqrt(p)))
    this.gw = pairs.map(([p, q]) => new Float64Array(p * q))
    this.b = pairs.map(([, q]) => new Float64Array(q))
    this.a = sizes.map((size) => new Float64Array(rows * size))
    this.d = sizes.map((size) => new Float64Array(rows * size))
  }

  forward(activation: (z: number, last: boolean) => number): Float64Array {
    const { sizes, rows } = this
    for (let l = 0; l + 1 < sizes.length; l++) {
      const [p, q, w, b, x, out] = [sizes[l]!, sizes[l + 1]!, this.w[l]!, this.b[l]!, this.a[l]!, this.a[l + 1]!]
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < q; j++) {
          let sum = b[j]!
          for (let k = 0; k < p; k++) sum += w[j * p + k]! * x[i * p + k]!
          out[i * q + j] = activation(sum, l + 2 === sizes.length)
        }
    }
    return this.a.at(-1)!
  }

  /** `d` of the last layer is given with respect to its sums; `slope` of an activation from its value. */
  backward(slope: (a: number) => number, rate: number): void {
    const { sizes, rows } = this
    for (let l = sizes.length - 2; l >= 0; l--) {
      const [p, q, w, b, x, d] = [sizes[l]!, sizes[l + 1]!, this.w[l]!, this.b[l]!, this.a[l]!, this.d[l + 1]!]
      if (l > 0) {
        const back = this.d[l]!.fill(0)
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < q; j++) {
            const part = d[i * q + j]!
            for (let k = 0; k < p; k++) back[i * p + k]! += part * w[j * p + k]!
          }
          for (let k = 0; k < p; k++) back[i * p + k]! *= slope(x[i * p + k]!)
        }
      }
      for (let j = 0; j < q; j++) {
        let total = 0
        for (let i = 0; i < rows; i++) total += d[i * q + j]!
        b[j]! -= rate * total
      }
      const gw = this.gw[l]!.fill(0)
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < q; j++) {
          const part = d[i * q + j]!
          if (part !== 0) for (let k = 0; k < p; k++) gw[j * p + k]! += part * x[i * p + k]!
        }
      for (let k = 0; k < gw.length; k++) w[k]! -= rate * gw[k]!
    }
  }
}

/** 2-8-8-1, tanh, 500 points in batches of 10, mean squared error, descent. The loss of the last batch. */
export function minibatches(epochs: number): number {
  const net = new Net([2, 8, 8, 1], 10)
  const x = random(1000, 1)
  const y = Float64Array.from({ length: 500 }, (_, i) => Number(x[2 * i]! * x[2 * i + 1]! > 0))
  let loss = 0
  for (let epoch = 0; epoch < epochs; epoch++)
    for (let from = 0; from < 500; from += 10) {
      net.a[0]!.set(x.subarray(2 * from, 2 * from + 20))
      const out = net.forward(Math.tanh)
      loss = 0
      for (let i = 0; i < 10; i++) {
        const error = out[i]! - y[from + i]!
        loss += (error * error) / 10
        net.d[3]![i] = ((2 * error) / 10) * (1 - out[i]! ** 2)
      }
      net.backward((a) => 1 - a * a, 0.1)
    }
  return loss
}

/** 784-64-10, ReLU and softmax, batches of 32, cross-entropy, descent. The loss of the last batch. */
export function digits(epochs: number): number {
  const net = new Net([784, 64, 10], 32)
  const x = random(320 * 784, 0.5).map((v) => v + 0.5)
  let loss = 0
  for (let epoch = 0; epoch < epochs; epoch++)
    for (let from = 0; from < 320; from += 32) {
      net.a[0]!.set(x.subarray(784 * from, 784 * (from + 32)))
      const out = net.forward((z, last) => (last || z > 0 ? z : 0))
      loss = 0
      for (let i = 0; i < 32; i++) {
        const row = out.subarray(10 * i, 10 * i + 10)
        const most = Math.max(...row)
        const total = row.reduce((sum, z) => sum + Math.exp(z - most), 0)
        const target = (from + i) % 10
        loss += (Math.log(total) + most - row[target]!) / 32
        for (let j = 0; j < 10; j++)
          net.d[2]![10 * i + j] = (Math.exp(row[j]! - most) / total - Number(j === target)) / 32
      }
      net.backward((a) => Number(a > 0), 0.1)
    }
  return loss
}
