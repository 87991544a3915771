#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

class QIODevice;

namespace wick::io {

/// Why the text of a file could not be read to its end.
enum class TextFault : std::uint8_t
{
    None,
    Unreadable,  ///< the device failed
    DamagedGzip, ///< not a valid stream, or something else follows it
    TruncatedGzip,
    TooLarge,     ///< more than 2 GiB of text
    SuspectRatio, ///< unpacks to more than 200 times its size
    LineTooLong,  ///< a line of more than 1 MiB
    Cancelled,
};

/// Called after each block with the bytes of the file read until now; false stops the reading.
using BlockCallback = std::function<bool(std::int64_t)>;

/// The bytes of a plain or gzip file, told apart by the first two of them.
/// It unpacks as it goes, follows joined gzip members, and stops at the guards of TextFault.
class ByteSource
{
public:
    explicit ByteSource(QIODevice& device);
    ~ByteSource();
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    /// Fills the front of `into`; the count is 0 at the end and after a fault.
    [[nodiscard]] std::size_t read(std::span<char> into);
    [[nodiscard]] TextFault fault() const noexcept { return m_fault; }
    /// Known after the first read().
    [[nodiscard]] bool packed() const noexcept { return m_inflater != nullptr; }
    /// Bytes taken from the device, packed ones where the file is packed.
    [[nodiscard]] std::int64_t bytesRead() const noexcept { return m_bytesIn; }

private:
    struct Inflater;

    [[nodiscard]] std::size_t readPlain(std::span<char> into);
    [[nodiscard]] std::size_t readPacked(std::span<char> into);
    [[nodiscard]] bool fetchPacked();
    [[nodiscard]] bool beginNextMember();
    void startWith();
    std::size_t counted(std::size_t count);

    QIODevice& m_device;
    std::unique_ptr<Inflater> m_inflater; ///< set for a gzip file
    std::vector<char> m_packed;
    std::int64_t m_bytesIn = 0;
    std::int64_t m_bytesOut = 0;
    TextFault m_fault = TextFault::None;
    bool m_started = false;
};

/// The lines of a text, one at a time, without their ends. LF, CRLF and lone CR may be mixed; a
/// UTF-8 byte order mark in front is skipped. The character after a line may always be read and
/// is no digit.
class LineReader
{
public:
    explicit LineReader(ByteSource& source, BlockCallback onBlock = {});

    /// The next line, valid until the next call; false at the end and after a fault.
    [[nodiscard]] bool next(std::string_view& line)
    {
        if (m_lineFeed == nullptr || m_lineFeed < m_at) {
            if (!findLineFeed()) {
                return false;
            }
        }
        return takeLine(line);
    }

    [[nodiscard]] TextFault fault() const noexcept { return m_fault; }
    /// Number of the line that next() gave last, from 1.
    [[nodiscard]] std::int64_t lineNumber() const noexcept { return m_lineNumber; }
    /// Whether the text ended without a line end, as a file does that was cut.
    [[nodiscard]] bool endedInsideLine() const noexcept { return m_endedInsideLine; }
    [[nodiscard]] bool sawUtf16() const noexcept { return m_utf16; }

private:
    [[nodiscard]] bool takeLine(std::string_view& line)
    {
        const auto length = static_cast<std::size_t>(m_lineFeed - m_at);
        const void* const found = std::memchr(m_at, '\r', length);
        const char* const lineEnd = found ? static_cast<const char*>(found) : m_lineFeed;
        line = {m_at, static_cast<std::size_t>(lineEnd - m_at)};
        const bool pair = lineEnd + 1 == m_lineFeed; // CR and LF together are one line end
        m_at = pair ? m_lineFeed + 1 : lineEnd + 1;
        ++m_lineNumber;
        return true;
    }
    [[nodiscard]] bool findLineFeed();
    [[nodiscard]] bool fill();
    [[nodiscard]] bool endText();
    void skipByteOrderMark();

    ByteSource& m_source;
    BlockCallback m_onBlock;
    std::vector<char> m_buffer;
    const char* m_at = nullptr;       ///< what was not handed out yet
    const char* m_end = nullptr;      ///< end of what was read; one more character is there
    const char* m_lineFeed = nullptr; ///< next line feed at or after m_at, when known
    const char* m_searched = nullptr; ///< no line feed from m_at to here
    std::int64_t m_lineNumber = 0;
    TextFault m_fault = TextFault::None;
    bool m_atEnd = false;
    bool m_first = true;
    bool m_endedInsideLine = false;
    bool m_utf16 = false;
};

} // namespace wick::io
