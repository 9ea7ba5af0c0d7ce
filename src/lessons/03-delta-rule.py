# Sigmoid neuron (delta rule)
import torch

x0, x1, x2 = torch.tensor(1.0), torch.tensor(2.0), torch.tensor(-1.0)
w0 = torch.tensor(-1.0, requires_grad=True)
w1 = torch.tensor(1.0, requires_grad=True)
w2 = torch.tensor(1.0, requires_grad=True)
y = torch.tensor(1.0)

f = w0 * x0 + w1 * x1 + w2 * x2
y_hat = torch.sigmoid(f)
J = 0.5 * (y_hat - y) ** 2
J.backward()

print(w0.grad, w1.grad, w2.grad)
