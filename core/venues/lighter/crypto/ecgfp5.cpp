#include "core/venues/lighter/crypto/ecgfp5.h"

#include <algorithm>

namespace wick::lighter {

namespace {

constexpr std::uint32_t kCurveB = 263; // b = 263 z, and a = 2

/// 263 z v.
Quintic timesB(const Quintic& v) noexcept
{
    return Quintic{{v[4].timesSmall(3 * kCurveB), v[0].timesSmall(kCurveB),
                    v[1].timesSmall(kCurveB), v[2].timesSmall(kCurveB), v[3].timesSmall(kCurveB)}};
}

/// 263 z v + c.
Quintic timesBPlus(const Quintic& v, const Quintic& c) noexcept
{
    return Quintic{{v[4].timesSmallPlus(3 * kCurveB, c[0]), v[0].timesSmallPlus(kCurveB, c[1]),
                    v[1].timesSmallPlus(kCurveB, c[2]), v[2].timesSmallPlus(kCurveB, c[3]),
                    v[3].timesSmallPlus(kCurveB, c[4])}};
}

/// 263 z v - c.
Quintic timesBLess(const Quintic& v, const Quintic& c) noexcept
{
    return Quintic{{v[4].timesSmallLess(3 * kCurveB, c[0]), v[0].timesSmallLess(kCurveB, c[1]),
                    v[1].timesSmallLess(kCurveB, c[2]), v[2].timesSmallLess(kCurveB, c[3]),
                    v[3].timesSmallLess(kCurveB, c[4])}};
}

constexpr Goldilocks kHalf = Goldilocks{2}.inverse();

} // namespace

const Point& Point::generator() noexcept
{
    static constexpr Point kGenerator{
        Quintic::ofLimbs({12'883'135'586'176'881'569U, 4'356'519'642'755'055'268U,
                          5'248'930'565'894'896'907U, 2'165'973'894'480'315'022U,
                          2'448'410'071'095'648'785U}),
        Quintic{Goldilocks{1}}, Quintic{Goldilocks{1}}, Quintic{Goldilocks{4}}};
    return kGenerator;
}

// Both roots of X^2 - e X + b are abscissas; their product b is no square, so exactly one of them
// is a square, and the other one belongs to the group's representatives.
std::optional<Point> Point::decode(const Quintic& w) noexcept
{
    if (w.isZero()) {
        return Point{};
    }
    const Quintic e = w.squared() - Quintic{Goldilocks{2}};
    const Quintic fourB = timesB(Quintic{Goldilocks{4}});
    const std::optional<Quintic> root = squareRoot(e.squared() - fourB);
    if (!root) {
        return std::nullopt;
    }
    const Quintic first = (e + *root).scaled(kHalf);
    const Quintic second = (e - *root).scaled(kHalf);
    const bool firstIsSquare = first.legendre() == Goldilocks{1};
    return Point{firstIsSquare ? second : first, Quintic{Goldilocks{1}}, Quintic{Goldilocks{1}}, w};
}

AffinePoint Point::toAffine() const noexcept
{
    return scaledBy(m_z.inverse(), m_t.inverse());
}

Point Point::doubled() const noexcept
{
    const Quintic t1 = m_z * m_t;
    const Quintic t2 = t1 * m_t;
    const Quintic x1 = t2.squared();
    const Quintic z1 = t1 * m_u;
    const Quintic t3 = m_u.squared();
    const Quintic w1 = t2 - ((m_x + m_z) * t3).doubled();
    const Quintic t4 = z1.squared();
    const Quintic z = w1.squared();
    return {timesB(t4.timesSmall(4)), z, (w1 + z1).squared() - t4 - z,
            x1.doubled() - t4.timesSmall(4) - z};
}

Point Point::doubledTimes(int times) const noexcept
{
    Point point = *this;
    for (int i = 0; i < times; ++i) {
        point = point.doubled();
    }
    return point;
}

Point Point::finishSum(const Quintic& t1,
                       const Quintic& t2,
                       const Quintic& t3,
                       const Quintic& t4,
                       const Quintic& t5,
                       const Quintic& t6) noexcept
{
    const Quintic t7 = timesBPlus(t2, t1);
    const Quintic twiceT3 = t3.doubled();
    const Quintic t8 = t4 * t7;
    const Quintic t9 = twiceT3 * timesBPlus(t5, t7);
    const Quintic t10 = (t4 + twiceT3) * (t5 + t7);
    return {timesB(t10 - t8), t8 - t9, t6 * timesBLess(t2, t1), t8 + t9};
}

Point operator+(const Point& a, const Point& b) noexcept
{
    const Quintic t1 = a.m_x * b.m_x;
    const Quintic t2 = a.m_z * b.m_z;
    const Quintic t3 = a.m_u * b.m_u;
    const Quintic t4 = a.m_t * b.m_t;
    const Quintic t5 = (a.m_x + a.m_z) * (b.m_x + b.m_z) - t1 - t2;
    const Quintic t6 = (a.m_u + a.m_t) * (b.m_u + b.m_t) - t3 - t4;
    return Point::finishSum(t1, t2, t3, t4, t5, t6);
}

Point operator+(const Point& a, const AffinePoint& b) noexcept
{
    const Quintic t5 = Quintic::productPlus(a.m_z, b.x, a.m_x);
    const Quintic t6 = Quintic::productPlus(a.m_t, b.u, a.m_u);
    return Point::finishSum(a.m_x * b.x, a.m_z, a.m_u * b.u, a.m_t, t5, t6);
}

Point Point::select(std::uint64_t mask, const Point& ifSet, const Point& ifClear) noexcept
{
    return {Quintic::select(mask, ifSet.m_x, ifClear.m_x),
            Quintic::select(mask, ifSet.m_z, ifClear.m_z),
            Quintic::select(mask, ifSet.m_u, ifClear.m_u),
            Quintic::select(mask, ifSet.m_t, ifClear.m_t)};
}

SignedDigits::SignedDigits(const Scalar& scalar) noexcept
{
    constexpr std::uint32_t kBase = 1U << static_cast<unsigned>(kBitsEach);
    const Scalar::Limbs& limbs = scalar.limbs();
    std::uint32_t carry = 0;
    for (std::size_t i = 0; i < kCount; ++i) {
        const std::size_t bit = i * kBitsEach;
        const std::size_t limb = bit / 64;
        std::uint64_t word = limbs[limb] >> (bit % 64);
        if (bit % 64 + kBitsEach > 64 && limb + 1 < limbs.size()) {
            word |= limbs[limb + 1] << (64 - bit % 64);
        }
        const std::uint32_t digit = (static_cast<std::uint32_t>(word) & (kBase - 1)) + carry;
        carry = (std::uint32_t{kLargest} - digit) >> 31U; // 1 when the digit is larger
        const std::uint32_t sign = 0U - carry;
        magnitude[i] = static_cast<std::uint8_t>((digit ^ sign) + (sign & (kBase + 1)));
        negative[i] = static_cast<std::uint8_t>(carry);
    }
}

Point multiply(const Point& point, const Scalar& scalar) noexcept
{
    std::array<Point, SignedDigits::kLargest> multiples; // 1 to 16 times the point
    multiples[0] = point;
    for (std::size_t i = 1; i < multiples.size(); ++i) {
        multiples[i] = i % 2 == 1 ? multiples[i / 2].doubled() : multiples[i - 1] + multiples[0];
    }
    const SignedDigits digits{scalar};
    Point sum;
    for (std::size_t i = SignedDigits::kCount; i-- > 0;) {
        sum = sum.doubledTimes(SignedDigits::kBitsEach);
        Point term;
        for (std::size_t j = 0; j < multiples.size(); ++j) {
            term = Point::select(maskOfEqual(digits.magnitude[i], j + 1), multiples[j], term);
        }
        sum = sum + Point::select(maskOf(digits.negative[i]), -term, term);
    }
    return sum;
}

} // namespace wick::lighter
