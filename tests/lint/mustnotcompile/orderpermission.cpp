#include "core/venues/lighter/signer.h"

// Only the order session reaches the signer for orders.
using namespace wick::lighter;

Signer::Outcome cancel(const Signer& signer, const SignatureTerms& terms)
{
    return signer.sign(CancelOrder{0, 1}, terms);
}

#ifdef WICK_FORBIDDEN
Signer::Outcome order(const Signer& signer, const SignatureTerms& terms)
{
    return signer.sign(CreateOrder{}, terms, OrderPermission{});
}
#endif
