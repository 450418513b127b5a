namespace ModelAssert.Engine.Classifiers.TorchScript.Program;

/// <summary>What an operator does besides computing its result.</summary>
internal enum ScriptOperatorKind
{
    /// <summary>Nothing: the result is new.</summary>
    Computes,

    /// <summary>Nothing, but the result may share the memory of what it was given: one tensor.</summary>
    Views,

    /// <summary>The same for lists, tuples and dictionaries, or what comes out of them.</summary>
    Groups,

    /// <summary>Changes the tensor that it is given first, and gives it back.</summary>
    ChangesTensor,

    /// <summary>Changes the list or dictionary that it is given first.</summary>
    ChangesContainer,

    /// <summary>Gives back what it is given, or draws random numbers where it is told that the network is in training.</summary>
    DrawsInTraining,

    /// <summary>Draws random numbers.</summary>
    Draws,

    /// <summary>Gives memory as it is found.</summary>
    GivesMemory,

    /// <summary>Asks how the network is being used: with gradients, on which device, how an image lies in memory.</summary>
    AsksForUse,

    /// <summary>Gives the device of a tensor, or names one.</summary>
    GivesDevice,

    /// <summary>Writes a warning.</summary>
    Warns,

    /// <summary>Ends the computation with an error.</summary>
    Raises,
}

/// <summary>
/// The operators that a classifier may use: pure ones, by what they do. Those that draw random numbers, warn or ask how they are used are among them since torch's own functions
/// name them, in places that a network in evaluation mode does not reach; <see cref="ScriptRun"/> holds that. Whatever is not here (files, other machines, other libraries, settings of
/// the process, what a pointer is) is refused.
/// </summary>
internal static class ScriptOperators
{
    private const string Computing =
        """
        Bool Complex ComplexImplicit Float FloatImplicit Int IntImplicit ScalarImplicit __and__ __contains__ __derive_index __interpolate __is__ __isnot__ __lshift__ __not__
        __or__ __range_length __round_to_zero_floordiv __rshift__ __upsample __upsample_bilinear __upsample_nearest __xor__ _adaptive_avg_pool2d _adaptive_avg_pool3d
        _batch_norm_impl_index _convolution _convolution_mode _log_softmax _pad_enum _safe_softmax _shape_as_tensor _softmax _stack _trilinear _upsample_bicubic2d_aa
        _upsample_bilinear2d_aa _upsample_nearest_exact1d _upsample_nearest_exact2d _upsample_nearest_exact3d _weight_norm _weight_norm_interface abs absolute acos acosh
        adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d adaptive_max_pool2d adaptive_max_pool3d add addbmm addcdiv addcmul addmm addmv addr
        affine_grid_generator all allclose amax amin aminmax any arange arccos arccosh arcsin arcsinh arctan arctan2 arctanh argmax argmin argsort asin asinh atan atan2
        atanh avg_pool1d avg_pool2d avg_pool3d baddbmm batch_norm bilinear bincount bitwise_and bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift bitwise_xor
        block_diag bmm bucketize can_cast cat cdist ceil celu chr clamp clamp_max clamp_min clip clone col2im column_stack complex concat concatenate
        constant_pad_nd conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d convolution copysign cos cosh cosine_similarity count count_nonzero cross
        cummax cummin cumprod cumsum deg2rad degrees diag diag_embed diff dim dist div divide divmod dot dstack element_size elu embedding embedding_bag endswith eq equal
        erf erfc erfinv exp exp2 expm1 eye fabs factorial fft_fft fft_fft2 fft_fftfreq fft_fftn fft_fftshift fft_ifft fft_ifft2 fft_ifftn fft_ifftshift fft_irfft fft_irfft2
        fft_irfftn fft_rfft fft_rfft2 fft_rfftfreq fft_rfftn find fix flip fliplr flipud float_power floor floor_divide floordiv fmax fmin fmod format frac frobenius_norm
        full full_like gamma gather gcd ge gelu glu greater greater_equal grid_sampler grid_sampler_2d grid_sampler_3d group_norm gru gru_cell gt hardshrink hardsigmoid
        hardswish hardtanh heaviside hstack huber_loss hypot im2col index_add index_copy index_fill index_put index_select inner instance_norm inverse is_complex
        is_floating_point is_nonzero is_same_size is_signed isclose isfinite isin isinf isnan isneginf isposinf isreal item join kron kthvalue layer_norm lcm ldexp le
        leaky_relu len lerp less less_equal lgamma linalg_cross linalg_det linalg_inv linalg_matmul linalg_matrix_exp linalg_matrix_norm linalg_matrix_power linalg_multi_dot
        linalg_norm linalg_pinv linalg_qr linalg_solve linalg_svd linalg_vecdot linalg_vector_norm linear linspace log log10 log1p log2 log_sigmoid log_softmax logaddexp
        logaddexp2 logcumsumexp logical_and logical_not logical_or logical_xor logit logspace logsumexp lower lstm lstm_cell lstrip lt masked_fill masked_scatter
        masked_select mathremainder matmul matrix_exp matrix_power max max_pool1d max_pool1d_with_indices max_pool2d max_pool2d_with_indices max_pool3d
        max_pool3d_with_indices max_unpool2d max_unpool3d maximum mean median min minimum mish mm mul multiply mv nan_to_num nanmean nansum native_batch_norm
        native_group_norm native_layer_norm ne neg negative new_full new_ones new_zeros nextafter nonzero norm norm_except_dim not_equal nuclear_norm numel one_hot ones
        ones_like ord outer pad pairwise_distance pdist percentFormat polar pow prelu prod promote_types quantile rad2deg radians range
        reciprocal reflection_pad1d reflection_pad2d reflection_pad3d relu relu6 remainder renorm repeat repeat_interleave replace replication_pad1d replication_pad2d
        replication_pad3d result_type rfind rms_norm rnn_relu rnn_relu_cell rnn_tanh rnn_tanh_cell roll rot90 round row_stack rsqrt rstrip rsub scalar_tensor
        scaled_dot_product_attention scatter scatter_add scatter_reduce searchsorted selu sgn sigmoid sign silu sin sinc sinh size smooth_l1_loss softmax softplus softshrink
        sort special_erf special_erfc special_exp2 special_expit special_expm1 special_log1p special_log_softmax special_logit special_logsumexp special_round special_sinc
        special_softmax special_xlogy splitlines sqrt square stack startswith std std_mean stft str strip sub subtract sum take take_along_dim tan tanh tensor tensordot
        threshold tile title topk trace tril tril_indices triu triu_indices true_divide trunc unique_consecutive upper upsample_bicubic2d upsample_bilinear2d
        upsample_linear1d upsample_nearest1d upsample_nearest2d upsample_nearest3d upsample_trilinear3d var var_mean vdot vstack where xlogy zeros zeros_like
        """;

    private const string Viewing =
        """
        _cast_Byte _cast_Char _cast_Double _cast_Float _cast_Half _cast_Int _cast_Long _cast_Short adjoint alias as_tensor atleast_1d atleast_2d atleast_3d broadcast_to channel_shuffle conj
        contiguous copy cpu data detach diagonal einsum expand expand_as flatten imag index lift_fresh mH mT matrix_H moveaxis movedim narrow numpy_T permute pixel_shuffle pixel_unshuffle positive ravel
        real reshape reshape_as resolve_conj resolve_neg select slice squeeze sum_to_size swapaxes swapdims t to transpose type_as unflatten unfold unsqueeze view view_as
        view_as_complex view_as_real
        """;

    private const string Grouping =
        """
        __getitem__ _list_to_tensor _tensor_to_list _unwrap_optional broadcast_tensors chunk dict dsplit get hsplit items keys list meshgrid sorted split split_with_sizes
        tensor_split unbind values vsplit
        """;

    private const string ChangingTensors =
        """
        abs_ absolute_ acos_ add_ addcdiv_ addcmul_ addmm_ asin_ atan_ baddbmm_ bitwise_and_ bitwise_not_ bitwise_or_ bitwise_xor_ ceil_ celu_ clamp_ clamp_max_ clamp_min_
        clip_ copy_ cos_ cumprod_ cumsum_ detach_ div_ divide_ elu_ eq_ erf_ exp_ expm1_ fill_ floor_ fmod_ frac_ ge_ gelu_ gt_ hardsigmoid_ hardswish_ hardtanh_ index_add_
        index_copy_ index_fill_ index_put_ le_ leaky_relu_ lerp_ log10_ log1p_ log2_ log_ logical_and_ logical_not_ logical_or_ lt_ masked_fill_ masked_scatter_ mish_ mul_
        multiply_ nan_to_num_ ne_ neg_ negative_ pow_ reciprocal_ relu6_ relu_ remainder_ requires_grad_ round_ rsqrt_ scatter_ scatter_add_ selu_ sigmoid_ sign_ silu_ sin_
        sinh_ sqrt_ square_ squeeze_ sub_ subtract_ t_ tan_ tanh_ threshold_ transpose_ tril_ triu_ true_divide_ trunc_ unsqueeze_ zero_
        """;

    private const string ChangingContainers = "Delete _set_item append clear extend insert pop popitem remove reverse setdefault update";

    private const string DrawingInTraining =
        "alpha_dropout alpha_dropout_ dropout dropout_ feature_alpha_dropout feature_alpha_dropout_ feature_dropout feature_dropout_ native_dropout rrelu rrelu_";

    private const string Drawing =
        """
        bernoulli bernoulli_ binomial cauchy_ exponential_ fractional_max_pool2d fractional_max_pool3d geometric_ log_normal_ multinomial normal normal_ poisson rand
        rand_like randint randint_like randn randn_like random_ randperm rrelu_with_noise uniform_
        """;

    private static readonly Dictionary<string, ScriptOperatorKind> Tensors = Table(
        (Computing, ScriptOperatorKind.Computes), (Viewing, ScriptOperatorKind.Views), (Grouping, ScriptOperatorKind.Groups),
        (ChangingTensors, ScriptOperatorKind.ChangesTensor), (ChangingContainers, ScriptOperatorKind.ChangesContainer),
        (DrawingInTraining, ScriptOperatorKind.DrawsInTraining), (Drawing, ScriptOperatorKind.Draws), ("empty empty_like empty_strided new_empty", ScriptOperatorKind.GivesMemory),
        ("get_device is_autocast_enabled is_contiguous is_grad_enabled is_leaf is_scripting stride", ScriptOperatorKind.AsksForUse), ("device", ScriptOperatorKind.GivesDevice), ("warn", ScriptOperatorKind.Warns));

    private static readonly Dictionary<string, ScriptOperatorKind> Primitives = Table(
        ("NumToTensor abs dtype is_nested is_quantized layout max min", ScriptOperatorKind.Computes), ("data", ScriptOperatorKind.Views),
        ("TupleIndex unchecked_unwrap_optional", ScriptOperatorKind.Groups), ("is_cpu is_cuda is_mkldnn is_mps is_sparse requires_grad", ScriptOperatorKind.AsksForUse),
        ("device", ScriptOperatorKind.GivesDevice), ("RaiseException", ScriptOperatorKind.Raises));

    /// <summary>Words of the language that are called like functions: casts of numbers, and what stands for an operator without a name of its own.</summary>
    private static readonly Dictionary<string, ScriptOperatorKind> Words = Table(
        ("abs bool float int isinstance len max min range round str uninitialized", ScriptOperatorKind.Computes), ("annotate unchecked_cast", ScriptOperatorKind.Groups));

    /// <summary>What is called as a method of something that is no module: the operator of this name, which takes it first.</summary>
    public static ScriptOperatorKind? Method(string name) => Find(Tensors, name);

    /// <summary>What is called by a path of names, or by one.</summary>
    /// <param name="path">The whole, such as <c>torch.relu</c>, <c>ops.prim.NumToTensor</c> or <c>annotate</c>.</param>
    public static ScriptOperatorKind? Function(string path) => path.Split('.') switch
    {
        ["torch", var name] => Find(Tensors, name),
        ["ops", "aten", var name] => Find(Tensors, name),
        ["ops", "prim", var name] => Find(Primitives, name),
        [var name] => Find(Words, name),
        _ => null,
    };

    /// <summary>Whether the first thing that it is given is a type.</summary>
    public static bool TakesTypeFirst(string path) => path is "annotate" or "unchecked_cast" or "uninitialized";

    private static ScriptOperatorKind? Find(Dictionary<string, ScriptOperatorKind> table, string name) => table.TryGetValue(name, out var kind) ? kind : null;

    private static Dictionary<string, ScriptOperatorKind> Table(params ReadOnlySpan<(string Names, ScriptOperatorKind Kind)> groups)
    {
        var table = new Dictionary<string, ScriptOperatorKind>(StringComparer.Ordinal);
        foreach (var (names, kind) in groups)
        {
            foreach (var name in names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
                table.Add(name, kind);
        }

        return table;
    }
}
