#include "core/execution/executionport.h"

#include <utility>

// The port sends what the gate has approved, and only hands over what it is given for good.
using namespace wick::core;

void send(ExecutionPort& port, ApprovedOrder approved)
{
    port.submit(std::move(approved));
}

#ifdef WICK_FORBIDDEN
void sendUnapproved(ExecutionPort& port, const Order& order)
{
    port.submit(order);
}
#endif
