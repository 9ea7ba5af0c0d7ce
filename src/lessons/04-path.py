# Backprop on a path
import torch

x = torch.tensor(4.0, requires_grad=True)
y = torch.tensor(5.0)
w1 = torch.tensor(0.5, requires_grad=True)
w2 = torch.tensor(1.5, requires_grad=True)

f1 = w1 * x
a1 = f1  # the activation is the identity
y_hat = w2 * a1
e = y_hat - y
J = 0.5 * e**2
J.backward()

print(w1.grad, w2.grad, x.grad)
