#include "core/risk/approvedorder.h"

// Only the risk gate makes an approval.
using namespace wick::core;

Timestamp lastMoment(const ApprovedOrder& approval)
{
    return approval.validUntil();
}

#ifdef WICK_FORBIDDEN
ApprovedOrder forge(const Order& order)
{
    return ApprovedOrder{order, VerdictId{1}, Timestamp{1}};
}
#endif
