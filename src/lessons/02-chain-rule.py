# Chain rule
import torch

x = torch.tensor(1.0, requires_grad=True)

f = 3 * x - 1
g = f**2
z = 0.5 * g
z.backward()

print(x.grad)
