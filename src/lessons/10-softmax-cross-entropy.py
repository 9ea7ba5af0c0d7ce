# Softmax and cross-entropy
import torch

z = torch.tensor([0.0, 0.6931472, 1.6094379], requires_grad=True)

p = torch.softmax(z, dim=0)
J = -torch.log(p[1])
J.backward()

print(p)
print(z.grad)
