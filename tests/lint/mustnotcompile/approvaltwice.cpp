#include "core/risk/approvedorder.h"

#include <utility>

// An approval is handed on, never copied, so it is spent at most once.
using namespace wick::core;

ApprovedOrder handOn(ApprovedOrder&& approval)
{
    return std::move(approval);
}

#ifdef WICK_FORBIDDEN
ApprovedOrder copyOf(const ApprovedOrder& approval)
{
    return approval;
}
#endif
