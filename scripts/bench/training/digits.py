import torch
from torch import nn

torch.manual_seed(0)
X = torch.rand(320, 784)
Y = torch.randint(0, 10, (320,))
model = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss_fn = nn.CrossEntropyLoss()
for epoch in range(20):
    for i in range(0, 320, 32):
        optimizer.zero_grad()
        loss = loss_fn(model(X[i:i + 32]), Y[i:i + 32])
        loss.backward()
        optimizer.step()
    print(epoch, f"{loss.item():.6f}")
