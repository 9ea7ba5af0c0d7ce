# |x − 1| from two ReLUs
import torch

x = torch.tensor(3.0, requires_grad=True)

a1 = torch.relu(x - 1)
a2 = torch.relu(1 - x)
y = a1 + a2
y.backward()

print(y, x.grad)
