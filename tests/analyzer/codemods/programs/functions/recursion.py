# expect: withheld (the recursion holds the tree)
import equinox as eqx


class Node(eqx.Module):
    value: float
    children: list["Node"]


def double(node: Node) -> None:
    node.value *= 2
    for child in node.children:
        double(child)


tree = Node(1.0, [Node(2.0, []), Node(3.0, [Node(4.0, [])])])
double(tree)
result = tree
