#pragma once

#include "core/base/result.h"
#include "core/venues/lighter/messages.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wick::lighter {

/// Why a text of the venue is not the message that was asked for.
struct ReadError
{
    enum class Kind : std::uint8_t
    {
        NotJson,
        Missing, ///< a field that matters is missing or null
        WrongType,
        NotANumber,
        OutOfRange,
        Twice, ///< a field is there twice
        Contradiction,
        Refused, ///< the venue says no: see `refusal`
    };

    Kind kind{};
    std::string where; ///< the field, as in "orders.0[1].price"; empty is the message itself
    wire::Refusal refusal{};
};

/// In words for people: "orders.0[1].price is missing".
[[nodiscard]] std::string describe(const ReadError& error);

/// The only place that knows JSON: texts of the venue become messages, our requests become texts.
/// Strict with what matters, lenient with additions; numbers may come as text or as numbers and
/// keep all their digits. Thread: one at a time.
class Mapper
{
public:
    template <typename T>
    using Outcome = core::Result<T, ReadError>;

    Mapper();
    Mapper(Mapper&&) noexcept;
    Mapper& operator=(Mapper&&) noexcept;
    Mapper(const Mapper&) = delete;
    Mapper& operator=(const Mapper&) = delete;
    ~Mapper();

    /// One frame of the stream.
    [[nodiscard]] Outcome<wire::Frame> frame(std::string_view text);

    /// The body of an answer to a request. What the venue refuses is the error Refused. There is
    /// one for each answer in messages.h and for wire::SendAnswer.
    template <typename Answer>
    [[nodiscard]] Outcome<Answer> answer(std::string_view body);

    /// Rows that the last answer left out because they could not be read.
    [[nodiscard]] const std::vector<ReadError>& leftOut() const noexcept;

private:
    struct Reader;
    std::unique_ptr<Reader> m_reader;
};

/// Our requests on the stream.
namespace request {

[[nodiscard]] std::string ping();
[[nodiscard]] std::string pong();
/// `token` is for private channels; empty is none.
[[nodiscard]] std::string subscribe(std::string_view channel, std::string_view token = {});
[[nodiscard]] std::string unsubscribe(std::string_view channel);
/// `transaction` is the signed text itself.
[[nodiscard]] std::string
sendTransaction(std::string_view id, int type, std::string_view transaction);

} // namespace request

/// A number as JSON has it, exponents too, with the digits it has. Exact.
[[nodiscard]] core::Result<core::Decimal, core::DecimalError> readNumber(std::string_view text);
/// The same rounded to 12 decimals, for what was computed in double. Half to even.
[[nodiscard]] core::Result<core::Decimal, core::DecimalError>
readRoundedNumber(std::string_view text);
/// The venue's times are seconds, milliseconds or microseconds: the size tells which.
[[nodiscard]] core::Result<core::Timestamp, core::DecimalError> readTime(std::int64_t count);

} // namespace wick::lighter
