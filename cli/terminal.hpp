#pragma once
// Standard output, standard error and the keyboard, as far as commands may know of them.
//
// Standard output is the answer, standard error the talk. What is no terminal gets no control
// codes.

#include <optional>
#include <string>
#include <string_view>

namespace argocdpp::cli {

class terminal {
  public:
    virtual ~terminal() = default;
    /// Text of the answer. Throws `failure` where it can't be written (disk full); a closed pipe
    /// ends the program silently, as SIGPIPE would.
    virtual void out(std::string_view text) = 0;
    virtual void err(std::string_view text) = 0;
    /// Ends the program likewise where the pipe is closed; for what may write nothing for hours.
    virtual void end_if_unread() {}
    virtual bool out_is_terminal() const = 0;
    virtual bool err_is_terminal() const = 0;
    virtual bool in_is_terminal() const = 0;
    /// Columns of standard output; 80 where unknown.
    virtual int width() const = 0;
    /// Lines of standard output; 24 where unknown.
    virtual int height() const = 0;
    /// One line of standard input without its newline; nothing at its end.
    virtual std::optional<std::string> read_line() = 0;
    /// As read_line, without echo where standard input is a terminal.
    virtual std::optional<std::string> read_secret() = 0;
    /// All of standard input.
    virtual std::string read_all() = 0;
};

/// The process's own streams.
terminal& process_terminal();

} // namespace argocdpp::cli
