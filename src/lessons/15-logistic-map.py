# Logistic map, a loop
import torch

x = torch.tensor(0.25, requires_grad=True)

l = x
for n in range(2, 5):
    l = 4 * l * (1 - l)
l.backward()

print(x.grad)
