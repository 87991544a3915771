// The cryptography once more, in a namespace of its own and with a counter in each multiplication.
// The copy that is measured and shipped has none.
#include "tests/bench/lighterproducts.h"

#include "core/base/checked.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace wick::bench {

namespace {

std::uint64_t products = 0;

constexpr void countProduct() noexcept
{
    if (!std::is_constant_evaluated()) {
        ++products;
    }
}

} // namespace

} // namespace wick::bench

// NOLINTBEGIN(bugprone-suspicious-include,cppcoreguidelines-macro-usage)
#define WICK_COUNT_PRODUCT ::wick::bench::countProduct()
#define lighter lightercounted
#include "core/venues/lighter/crypto/ecgfp5.cpp"
#include "core/venues/lighter/crypto/generatortable.cpp"
#include "core/venues/lighter/crypto/goldilocks.cpp"
#include "core/venues/lighter/crypto/poseidon2.cpp"
#include "core/venues/lighter/crypto/quintic.cpp"
#include "core/venues/lighter/crypto/scalar.cpp"
#include "core/venues/lighter/crypto/schnorr.cpp"
#include "core/venues/lighter/crypto/sha2.cpp"
#include "core/venues/lighter/crypto/wipe.cpp"
#include "tests/core/venues/lighter/slowpoint.h"
#undef lighter
// NOLINTEND(bugprone-suspicious-include,cppcoreguidelines-macro-usage)

namespace wick::bench {

namespace {

using namespace lightercounted;

template <typename Work>
std::uint64_t countOf(const Work& work)
{
    const std::uint64_t before = products;
    work();
    return products - before;
}

} // namespace

ProductCount countProducts()
{
    const Scalar scalar = Scalar::reduced(Scalar::Limbs{~0ULL, ~0ULL, ~0ULL, ~0ULL, ~0ULL / 8});
    const Quintic message{Goldilocks{7}};
    volatile std::uint8_t sink = 0;
    const auto use = [&sink](const auto& bytes) {
        sink = bytes[0];
    };
    use(multiplyGenerator(scalar).encode().toBytes()); // makes the table
    std::array<Goldilocks, 16> order{};
    ProductCount count;
    count.generator = countOf([&] { use(multiplyGenerator(scalar).z().toBytes()); });
    count.signature = countOf([&] { use(schnorr::sign(scalar, scalar, message).bytes); });
    count.orderHash = countOf([&] { use(poseidon2::hash5(order).toBytes()); });
    count.slowSignature = count.signature - count.generator + countOf([&] {
                              use(test::slowMultiply(Point::generator(), scalar).z().toBytes());
                          });
    return count;
}

} // namespace wick::bench
