#include "core/venues/lighter/crypto/ecgfp5.h"
#include "core/venues/lighter/crypto/poseidon2.h"
#include "tests/core/venues/lighter/vectorchecks.h"

#include <algorithm>

// Each goes by the members that vectors of its kind have.
namespace wick::test {

using namespace lighter;

namespace {

Goldilocks element(Json entry, std::string_view key)
{
    return Goldilocks{number(text(entry, key))};
}

bool flag(Json entry, std::string_view key)
{
    bool value = false;
    return entry.at_key(key).get(value) == simdjson::SUCCESS && value;
}

std::optional<Point> decoded(Json entry, std::string_view key)
{
    return Point::decode(quintic(entry, key));
}

std::string checkDecoding(Json entry)
{
    const auto point = decoded(entry, "w");
    Differences differences;
    differences.expect(point.has_value() == flag(entry, "decodes"), "decodes");
    if (point) {
        differences.expect(hexOf(point->encode()) == text(entry, "encoded_back"), "encoded_back");
        differences.expect((*point == Point{}) == flag(entry, "is_neutral"), "is_neutral");
    }
    return std::move(differences).text();
}

std::string checkAddition(Json entry)
{
    const auto a = decoded(entry, "a_w");
    const auto b = decoded(entry, "b_w");
    if (!a || !b) {
        return "a summand is no element of the group";
    }
    Differences differences;
    differences.expect(hexOf((*a + *b).encode()) == text(entry, "sum_w"), "sum_w");
    differences.expect(hexOf((*a + b->toAffine()).encode()) == text(entry, "sum_w"),
                       "sum_w with an affine point");
    differences.expect(hexOf(a->doubled().encode()) == text(entry, "a_double_w"), "a_double_w");
    return std::move(differences).text();
}

} // namespace

std::string checkSmallField(Json entry)
{
    const Goldilocks a = element(entry, "a");
    const Goldilocks b = element(entry, "b");
    const auto root = squareRoot(a);
    Differences differences;
    differences.expect(a + b == element(entry, "add"), "add");
    differences.expect(a - b == element(entry, "sub"), "sub");
    differences.expect(a * b == element(entry, "mul"), "mul");
    differences.expect(-a == element(entry, "neg_a"), "neg_a");
    differences.expect(a.squared() == element(entry, "sqr_a"), "sqr_a");
    differences.expect(a.inverse() == element(entry, "inv_a"), "inv_a");
    differences.expect(root.has_value() == flag(entry, "a_is_square"), "a_is_square");
    differences.expect(!root || root->squared() == a, "sqrt_a");
    return std::move(differences).text();
}

std::string checkLargeField(Json entry)
{
    const Quintic a = quintic(entry, "a");
    const Quintic b = quintic(entry, "b");
    const auto root = squareRoot(a);
    Differences differences;
    const auto same = [&](const Quintic& value, std::string_view key) {
        differences.expect(hexOf(value) == text(entry, key), key);
    };
    same(a + b, "add");
    same(a - b, "sub");
    same(a * b, "mul");
    same(-a, "neg_a");
    same(a.squared(), "sqr_a");
    same(a.inverse(), "inv_a");
    same(a.frobenius(), "frobenius_a");
    same(a.frobenius2(), "frobenius2_a");
    differences.expect(a.legendre() == element(entry, "legendre_a"), "legendre_a");
    differences.expect(root.has_value() == flag(entry, "sqrt_a_exists"), "sqrt_a_exists");
    differences.expect(!root || root->squared() == a, "sqrt_a");
    return std::move(differences).text();
}

std::string checkScalar(Json entry)
{
    Differences differences;
    if (text(entry, "op") == "reduce") {
        differences.expect(hexOf(scalar(entry, "bytes")) == text(entry, "reduced"), "reduced");
        return std::move(differences).text();
    }
    const Scalar a = scalar(entry, "a");
    const Scalar b = scalar(entry, "b");
    differences.expect(hexOf(a + b) == text(entry, "add"), "add");
    differences.expect(hexOf(a - b) == text(entry, "sub"), "sub");
    differences.expect(hexOf(a * b) == text(entry, "mul"), "mul");
    return std::move(differences).text();
}

std::string checkGroup(Json entry)
{
    const std::string_view op = text(entry, "op");
    if (op == "decode") {
        return checkDecoding(entry);
    }
    if (op == "add") {
        return checkAddition(entry);
    }
    const Scalar factor = scalar(entry, "scalar");
    const auto point = op == "mul" ? decoded(entry, "a_w") : Point::generator();
    if (!point) {
        return "the factor is no element of the group";
    }
    Differences differences;
    differences.expect(hexOf(multiply(*point, factor).encode()) == text(entry, "out_w"), "out_w");
    if (op == "generator_mul") {
        differences.expect(hexOf(multiplyGenerator(factor).encode()) == text(entry, "out_w"),
                           "out_w by the table");
    }
    return std::move(differences).text();
}

std::string checkHash(Json entry)
{
    const auto input = elements(entry, "input");
    const auto expected = elements(entry, "output");
    std::vector<Goldilocks> output(expected.size());
    if (text(entry, "op") == "permute") {
        poseidon2::State state{};
        std::copy_n(input.begin(), std::min(input.size(), state.size()), state.begin());
        poseidon2::permute(state);
        std::copy_n(state.begin(), std::min(output.size(), state.size()), output.begin());
    } else {
        poseidon2::hash(input, output);
    }
    Differences differences;
    differences.expect(!output.empty() && output == expected, "output");
    if (output.size() == Quintic::kLimbs) {
        const Quintic whole = poseidon2::hash5(input);
        differences.expect(std::equal(expected.begin(), expected.end(), whole.limbs().begin()),
                           "hash5");
    }
    return std::move(differences).text();
}

} // namespace wick::test
