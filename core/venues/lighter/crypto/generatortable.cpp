#include "core/venues/lighter/crypto/generatortable.h"

#include <vector>

namespace wick::lighter {

namespace {

/// 1/Z and 1/T of all points by one inversion (Montgomery's trick). None of them is zero.
std::vector<Quintic> invertedDenominators(const std::vector<Point>& points)
{
    std::vector<Quintic> values;
    values.reserve(2 * points.size());
    for (const Point& point : points) {
        values.push_back(point.z());
        values.push_back(point.t());
    }
    std::vector<Quintic> before; // product of all before
    before.reserve(values.size());
    Quintic running{Goldilocks{1}};
    for (const Quintic& value : values) {
        before.push_back(running);
        running = running * value;
    }
    Quintic inverse = running.inverse();
    for (std::size_t i = values.size(); i-- > 0;) {
        const Quintic here = inverse * before[i];
        inverse = inverse * values[i];
        values[i] = here;
    }
    return values;
}

/// The points of the table, row after row.
std::vector<Point> tablePoints()
{
    std::vector<Point> points;
    points.reserve(SignedDigits::kCount * SignedDigits::kLargest);
    Point first = Point::generator();
    for (std::size_t i = 0; i < SignedDigits::kCount; ++i) {
        Point multiple = first;
        for (std::size_t j = 0; j < SignedDigits::kLargest; ++j) {
            points.push_back(multiple);
            multiple = multiple + first;
        }
        first = points.back().doubled(); // 2 · 16 · 32^i
    }
    return points;
}

} // namespace

GeneratorTable::GeneratorTable()
    : m_rows(std::make_unique<Rows>())
{
    const std::vector<Point> points = tablePoints();
    const std::vector<Quintic> inverses = invertedDenominators(points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const AffinePoint affine = points[i].scaledBy(inverses[2 * i], inverses[2 * i + 1]);
        Entry& entry = (*m_rows)[i / SignedDigits::kLargest][i % SignedDigits::kLargest];
        for (std::size_t limb = 0; limb < Quintic::kLimbs; ++limb) {
            entry[limb] = affine.x[limb].canonical();
            entry[Quintic::kLimbs + limb] = affine.u[limb].canonical();
        }
    }
}

AffinePoint
GeneratorTable::lookUp(const Row& row, std::uint64_t magnitude, std::uint64_t negative) noexcept
{
    Entry found{}; // the neutral element for a digit of zero
    for (std::size_t j = 0; j < row.size(); ++j) {
        const std::uint64_t mask = maskOfEqual(magnitude, j + 1);
        for (std::size_t limb = 0; limb < kEntry; ++limb) {
            found[limb] |= row[j][limb] & mask;
        }
    }
    std::array<Goldilocks, Quintic::kLimbs> x;
    std::array<Goldilocks, Quintic::kLimbs> u;
    for (std::size_t limb = 0; limb < Quintic::kLimbs; ++limb) {
        x[limb] = Goldilocks{found[limb]};
        u[limb] = Goldilocks{found[Quintic::kLimbs + limb]};
    }
    const Quintic ordinate{u};
    return {Quintic{x}, Quintic::select(maskOf(negative), -ordinate, ordinate)};
}

Point GeneratorTable::multiply(const Scalar& scalar) const noexcept
{
    const SignedDigits digits{scalar};
    Point sum;
    for (std::size_t i = 0; i < SignedDigits::kCount; ++i) {
        sum = sum + lookUp((*m_rows)[i], digits.magnitude[i], digits.negative[i]);
    }
    return sum;
}

Point multiplyGenerator(const Scalar& scalar) noexcept
{
    static const GeneratorTable table; // a constant of 80 KiB, made when first needed
    return table.multiply(scalar);
}

} // namespace wick::lighter
