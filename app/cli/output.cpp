#include "app/cli/output.h"

#include <cstdio>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace wick::cli {

namespace {

void write(std::FILE* stream, std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stream);
}

[[nodiscard]] bool errorsGoToTerminal()
{
#ifdef Q_OS_WIN
    return _isatty(2) != 0;
#else
    return isatty(STDERR_FILENO) != 0;
#endif
}

} // namespace

void print(std::string_view text)
{
    write(stdout, text);
}

void tell(std::string_view line)
{
    write(stderr, line);
    write(stderr, "\n");
}

void tell(const char* line)
{
    tell(std::string_view{line});
}

void tell(const QString& line)
{
    tell(line.toStdString());
}

void complain(std::string_view line)
{
    write(stderr, "wickctl: ");
    tell(line);
}

void complain(const char* line)
{
    complain(std::string_view{line});
}

void complain(const QString& line)
{
    complain(line.toStdString());
}

ProgressLine::ProgressLine(std::string_view what)
    : m_what(what)
    , m_terminal(errorsGoToTerminal())
{}

ProgressLine::~ProgressLine()
{
    if (m_percent >= 0) {
        write(stderr, "\r\x1b[K"); // back to the start of the line, which is emptied
    }
}

void ProgressLine::show(std::int64_t done, std::int64_t total)
{
    const std::int64_t percent = total > 0 ? done * 100 / total : 0;
    if (!m_terminal || percent == m_percent) {
        return;
    }
    m_percent = percent;
    write(stderr, "\r" + m_what + ' ' + std::to_string(percent) + " %");
}

} // namespace wick::cli
