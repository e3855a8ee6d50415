// The compiled halves of Asio and Beast (BOOST_…_SEPARATE_COMPILATION), and nothing else.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
