# Gradient descent, three steps
import torch

w = torch.tensor(-1.0, requires_grad=True)
lr = 0.5

for step in range(3):
    e = w - 3
    J = 0.5 * e**2
    J.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None

print(w)
