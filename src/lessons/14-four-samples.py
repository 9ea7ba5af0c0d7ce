# A network over four samples (XNOR)
import torch
import torch.nn.functional as F

X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = torch.tensor([[1.0], [0.0], [0.0], [1.0]])
W1 = torch.tensor([[1.0, -1.0], [2.0, 1.0]], requires_grad=True)
b1 = torch.tensor([0.5, -1.0], requires_grad=True)
W2 = torch.tensor([[2.0, -1.0]], requires_grad=True)
b2 = torch.tensor([0.5], requires_grad=True)

A1 = torch.tanh(F.linear(X, W1, b1))
Y_hat = torch.sigmoid(F.linear(A1, W2, b2))
J = F.mse_loss(Y_hat, Y)
J.backward()

print(W1.grad)
print(b1.grad, W2.grad, b2.grad)
